package dev.lifeboat.agent.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.lifeboat.repository.crypto.EncryptionKey;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "new-key",
        header = "Makes a key file.",
        description = "32 random bytes in base64, readable by the owner alone. Keep a copy where the backups are not:"
                + " without a key nobody reads them.",
        footer = {"%nExample:", "  lifeboat repository new-key operator.key"})
final class NewKeyCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Parameters(index = "0", paramLabel = "FILE", description = "The file to make.")
    private Path file = Path.of("");

    @Mixin
    private OutputArguments output = new OutputArguments();

    NewKeyCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        SecretFiles.write(file, EncryptionKey.generate().text());
        if (output.json()) {
            new Output(terminal).json(JsonNodeFactory.instance.objectNode().put("keyFile", file.toString()));
        } else {
            new Output(terminal).line("Wrote a new key to %s. Keep a copy where the backups are not.", file);
        }
        return Exit.DONE.number();
    }
}
