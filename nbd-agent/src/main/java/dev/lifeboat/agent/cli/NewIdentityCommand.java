package dev.lifeboat.agent.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.lifeboat.repository.crypto.Identity;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "new-identity",
        header = "Makes an offline recovery identity.",
        description = "FILE takes the private part, which belongs into a safe; FILE.pub the public part, which goes to"
                + " 'create' or 'rekey' as --add-identity and opens nothing.",
        footer = {"%nExample:", "  lifeboat repository new-identity recovery"})
final class NewIdentityCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Parameters(index = "0", paramLabel = "FILE", description = "The file to make, beside it FILE.pub.")
    private Path file = Path.of("");

    @Mixin
    private OutputArguments output = new OutputArguments();

    NewIdentityCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        var identity = Identity.generate();
        var publicFile = Path.of(file + ".pub");
        SecretFiles.refuseIfThere(publicFile);
        SecretFiles.write(file, identity.text());
        SecretFiles.write(publicFile, identity.publicPart().text());
        if (output.json()) {
            new Output(terminal)
                    .json(JsonNodeFactory.instance
                            .objectNode()
                            .put("identityFile", file.toString())
                            .put("publicFile", publicFile.toString())
                            .put("publicIdentity", identity.publicPart().text()));
        } else {
            new Output(terminal)
                    .line("Wrote the private part to %s: keep it offline.", file)
                    .line("Wrote the public part to %s: %s", publicFile, identity.publicPart());
        }
        return Exit.DONE.number();
    }
}
