package dev.lifeboat.agent.cli;

import dev.lifeboat.repository.Repository;
import dev.lifeboat.repository.crypto.Rekey;
import dev.lifeboat.repository.crypto.Unlock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "rekey",
        header = "Changes who can open a repository.",
        description = {
            "Writes one small object, whatever the repository holds. A recipient that is added under a name that is"
                    + " there takes its place. Whoever is removed can still read what was written until then:"
                    + " --new-data-key hides what comes after.",
        },
        footer = {
            "%nExamples:",
            "  Replace the key 'operator' with a new one:",
            "    lifeboat repository rekey file:///backups --key-file old --add-key operator=new",
            "  Add an offline recovery recipient:",
            "    lifeboat repository rekey file:///backups --key-file key --add-identity safe=identity.pub"
        })
final class RekeyCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Mixin
    private StoreArguments store = new StoreArguments();

    @Mixin
    private KeyArguments keys = new KeyArguments();

    @Mixin
    private RecipientArguments recipients = new RecipientArguments();

    @Mixin
    private OutputArguments output = new OutputArguments();

    @Option(names = "--remove", paramLabel = "NAME", description = "Remove this recipient; may be repeated.")
    private List<String> removed = new ArrayList<>();

    @Option(
            names = "--new-data-key",
            description =
                    "Encrypt with a new key from now on. Every recipient has to be given, added again or removed.")
    private boolean newDataKey;

    RekeyCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        var change = change();
        if (change.equals(Rekey.nothing())) {
            throw new CommandFailedException(
                    Exit.USAGE, "Nothing to change: say " + RecipientArguments.CHOICE + ", --remove or --new-data-key");
        }
        Unlock unlock = keys.unlock();
        try (var opened = store.open(terminal)) {
            var encryption = Repository.rekey(opened, unlock, change);
            if (output.json()) {
                new Output(terminal).json(RepositoryJson.of(encryption));
            } else {
                RepositoryJson.show(encryption, new Output(terminal));
            }
        }
        return Exit.DONE.number();
    }

    private Rekey change() {
        var change = Rekey.nothing();
        for (var added : recipients.recipients()) {
            change = change.adding(added);
        }
        for (var name : removed) {
            change = change.removing(name);
        }
        return newDataKey ? change.withNewDataKey() : change;
    }
}
