package dev.lifeboat.agent.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.lifeboat.agent.archive.ArchiveRefusedException;
import dev.lifeboat.agent.archive.PointArchive;
import dev.lifeboat.agent.archive.Vtpms;
import dev.lifeboat.repository.Repository;
import dev.lifeboat.repository.disk.DiskImage;
import dev.lifeboat.repository.point.RecoveryPoint;
import dev.lifeboat.xen.stream.Compression;
import dev.lifeboat.xen.xva.XvaChecksum;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "export-vm",
        header = "Writes a whole recovery point as an archive that a pool imports.",
        description = {
            "An XVA, as 'xe vm-export' writes it: the VM with its disks, whichever way they were backed up. Any host"
                    + " from 6.5 on takes it, with 'xe vm-import filename=FILE'. Every byte is verified before it is"
                    + " written; holes take no space.",
        },
        footer = {
            "%nExamples:",
            "  The newest point:",
            "    lifeboat repository export-vm file:///backups --key-file key --vm UUID --output web.xva",
            "  Straight into a pool:",
            "    lifeboat repository export-vm file:///backups --key-file key --vm UUID --output - \\",
            "      | ssh root@host xe vm-import filename=/dev/stdin"
        })
final class ExportVmCommand implements Callable<Integer> {

    private static final int BUFFER_BYTES = 1 << 20;

    private final Terminal terminal;

    @Mixin
    private PointArguments point = new PointArguments();

    @Mixin
    private FileOutputArguments output = new FileOutputArguments();

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "xva",
            description = "What is written: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
    private Format format = Format.xva;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            required = true,
            description = "The archive to write; - is standard output.")
    private String target = "";

    @Option(names = "--name", paramLabel = "NAME", description = "The VM's name in the archive. Default: its own.")
    private @Nullable String name;

    @Option(
            names = "--compression",
            paramLabel = "KIND",
            defaultValue = "none",
            description = "One of ${COMPLETION-CANDIDATES}. Hosts before 8.1 do not read zstd. Default:"
                    + " ${DEFAULT-VALUE}.")
    private Packed compression = Packed.none;

    @Option(
            names = "--checksum",
            paramLabel = "KIND",
            defaultValue = "sha1",
            description = "Of each block: ${COMPLETION-CANDIDATES}. Hosts before 8.1 do not read xxhash, which is"
                    + " faster. Default: ${DEFAULT-VALUE}.")
    private Checksum checksum = Checksum.sha1;

    @Option(
            names = "--without-vtpm",
            description = "Leave out a virtual TPM, and with it the keys that are sealed in it. Needed where the"
                    + " backup does not have what is in it.")
    private boolean withoutVtpm;

    /// As people write it.
    enum Format {
        xva
    }

    /// As people write it.
    enum Packed {
        none(Compression.NONE),
        gzip(Compression.GZIP),
        zstd(Compression.ZSTD);

        private final Compression compression;

        Packed(Compression compression) {
            this.compression = compression;
        }
    }

    /// As people write it.
    enum Checksum {
        sha1(XvaChecksum.SHA1),
        xxhash(XvaChecksum.XXHASH);

        private final XvaChecksum checksum;

        Checksum(XvaChecksum checksum) {
            this.checksum = checksum;
        }
    }

    ExportVmCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    private boolean toStream() {
        return FileOutputArguments.isStream(target);
    }

    @Override
    public Integer call() throws IOException {
        output.check(target, "the archive");
        try (var opened = point.open(terminal)) {
            var found = point.find(opened);
            write(found, archive(opened, found));
            show(found);
        }
        return Exit.DONE.number();
    }

    private PointArchive archive(Repository opened, RecoveryPoint found) {
        var all = PointArchive.Choice.all(found, checksum.checksum, withoutVtpm ? Vtpms.LEAVE_OUT : Vtpms.KEEP);
        try {
            return PointArchive.of(opened, found, name == null ? all : all.named(name));
        } catch (ArchiveRefusedException e) {
            throw new CommandFailedException(Exit.REFUSED, String.valueOf(e.getMessage()), e);
        }
    }

    private void write(RecoveryPoint found, PointArchive archive) throws IOException {
        try {
            if (toStream()) {
                write(found, archive, terminal.out());
                terminal.out().flush();
                return;
            }
            try (var file = new WholeFile(Path.of(target).toAbsolutePath())) {
                var out = new BufferedOutputStream(Channels.newOutputStream(file.channel()), BUFFER_BYTES);
                write(found, archive, out);
                out.flush();
                file.finish();
            }
        } catch (UncheckedIOException e) {
            throw FileTrouble.writing(target, e);
        } catch (IOException e) {
            throw FileTrouble.writing(target, e);
        }
    }

    private void write(RecoveryPoint found, PointArchive archive, OutputStream out) throws IOException {
        long total = found.disks().stream().mapToLong(DiskImage::allocatedBytes).sum();
        var done = new AtomicLong();
        try (var line = output.progress(terminal);
                var compressed = compression.compression.compress(out)) {
            archive.writeTo(compressed, (image, bytes) -> {
                terminal.interruption().check();
                line.show("Writing disk " + image.device(), done.addAndGet(bytes), total);
            });
        }
    }

    private void show(RecoveryPoint found) throws IOException {
        if (output.json()) {
            new Output(terminal)
                    .json(JsonNodeFactory.instance
                            .objectNode()
                            .put("pointId", found.id().value())
                            .put("output", target)
                            .put("logicalBytes", found.logicalBytes())
                            .put("writtenBytes", Files.size(Path.of(target))));
            return;
        }
        terminal.err()
                .println("Wrote " + found.header().vmName() + " of point " + found.id() + " with "
                        + found.disks().size() + " disks of " + Sizes.text(found.logicalBytes()) + " as "
                        + format.name());
        terminal.err().flush();
    }
}
