package dev.lifeboat.agent.cli;

import dev.lifeboat.repository.Repository;
import dev.lifeboat.repository.RepositoryOptions;
import dev.lifeboat.repository.crypto.Recipient;
import dev.lifeboat.repository.objectstore.ObjectKey;
import dev.lifeboat.repository.objectstore.ObjectStore;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "create",
        header = "Creates a repository.",
        description = {
            "Refuses if there is one already. At least one recipient is a key or a passphrase; note the fingerprint"
                    + " that is shown: it tells this repository from any other that somebody puts in its place.",
        },
        footer = {
            "%nExamples:",
            "  lifeboat repository new-key operator.key",
            "  lifeboat repository create file:///backups --add-key operator=operator.key",
            "  lifeboat repository create 's3://bucket/lifeboat' --add-key operator=operator.key --add-identity"
                    + " safe=recovery.pub"
        })
final class CreateCommand implements Callable<Integer> {

    private static final ObjectKey DESCRIPTION = new ObjectKey("repository.json");

    private final Terminal terminal;

    @Mixin
    private StoreArguments store = new StoreArguments();

    @Mixin
    private RecipientArguments recipients = new RecipientArguments();

    @Mixin
    private OutputArguments output = new OutputArguments();

    @Option(
            names = "--unencrypted",
            description = "Do not encrypt: whoever reads the storage reads the disks, and can forge them.")
    private boolean unencrypted;

    CreateCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        var options = options(recipients.recipients());
        try (var opened = store.openOrCreate(terminal)) {
            refuseIfThere(opened);
            var about = Repository.openOrCreate(opened, options).description();
            if (output.json()) {
                new Output(terminal).json(RepositoryJson.of(about));
            } else {
                RepositoryJson.show(about, new Output(terminal));
            }
            return Exit.DONE.number();
        }
    }

    private RepositoryOptions options(List<Recipient> given) {
        if (unencrypted != given.isEmpty()) {
            throw new CommandFailedException(
                    Exit.USAGE,
                    unencrypted
                            ? "Either --unencrypted or recipients, not both: leave out that or "
                                    + RecipientArguments.CHOICE
                            : "Say who can open it: " + RecipientArguments.CHOICE + "; or --unencrypted");
        }
        try {
            return RepositoryOptions.unencrypted().withRecipients(given);
        } catch (IllegalArgumentException e) {
            throw new CommandFailedException(Exit.USAGE, String.valueOf(e.getMessage()), e);
        }
    }

    private static void refuseIfThere(ObjectStore opened) {
        if (opened.size(DESCRIPTION).isPresent()) {
            throw new CommandFailedException(
                    Exit.REFUSED,
                    "There is a repository in " + opened.describe()
                            + " already; 'lifeboat repository info' says what it is");
        }
    }
}
