package dev.lifeboat.agent.cli;

import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lifeboat.agent.archive.AttachmentNames;
import dev.lifeboat.repository.point.Attachment;
import dev.lifeboat.repository.point.RecoveryPoint;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "export-metadata",
        header = "Writes what a recovery point says of its virtual machine.",
        description = {
            "Records are the pool's raw records of the VM and all that hangs on it, as JSON. Archive is what the pool"
                + " itself exported, the tar that 'xe vm-import metadata=true' reads; a pool that did not give it left"
                + " the records only.",
        },
        footer = {
            "%nExamples:",
            "  lifeboat repository export-metadata file:///backups --key-file key --vm"
                    + " 0f8c1b1e-4d43-4a4e-9a80-2f0bd3e7a001",
            "  lifeboat repository export-metadata file:///backups --key-file key --vm"
                    + " 0f8c1b1e-4d43-4a4e-9a80-2f0bd3e7a001 --what archive --output web.tar"
        })
final class ExportMetadataCommand implements Callable<Integer> {
    enum What {
        records,
        archive
    }

    private final Terminal terminal;

    @Mixin
    private PointArguments point = new PointArguments();

    @Option(
            names = "--what",
            paramLabel = "records|archive",
            defaultValue = "records",
            description = "Which of the two; ${DEFAULT-VALUE} without it.")
    private What what = What.records;

    @Option(names = "--output", paramLabel = "FILE", description = "A new file; standard output without it.")
    private @Nullable Path output;

    ExportMetadataCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        try (var opened = point.open(terminal)) {
            var found = point.find(opened);
            write(
                    switch (what) {
                        case records -> records(found);
                        case archive -> archive(found).content();
                    });
        }
        return Exit.DONE.number();
    }

    private static byte[] records(RecoveryPoint point) throws IOException {
        return new ObjectMapper()
                .writer(new DefaultPrettyPrinter())
                .writeValueAsBytes(point.header().vmMetadata());
    }

    private static Attachment archive(RecoveryPoint point) {
        return point.header().attachments().stream()
                .filter(it -> it.name().equals(AttachmentNames.POOL_METADATA))
                .findFirst()
                .orElseThrow(() -> new CommandFailedException(
                        Exit.NOT_FOUND,
                        "Recovery point " + point.id()
                                + " has no archive of the pool's own; '--what records' writes the raw records"));
    }

    private void write(byte[] content) throws IOException {
        if (output == null) {
            terminal.out().write(content);
            terminal.out().flush();
        } else {
            writeNew(output, content);
        }
    }

    private static void writeNew(Path file, byte[] content) {
        try {
            Files.write(file, content, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        } catch (FileAlreadyExistsException e) {
            throw new CommandFailedException(
                    Exit.REFUSED,
                    "There is a " + (Files.isDirectory(file) ? "folder " : "file ") + file
                            + " already; choose another --output",
                    e);
        } catch (IOException e) {
            throw FileTrouble.writing(file, e);
        }
    }
}
