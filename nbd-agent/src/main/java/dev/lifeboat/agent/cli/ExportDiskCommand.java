package dev.lifeboat.agent.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.lifeboat.agent.nbdtarget.NbdUrl;
import dev.lifeboat.repository.Repository;
import dev.lifeboat.repository.disk.ContentConsumer;
import dev.lifeboat.repository.disk.DiskImage;
import dev.lifeboat.repository.verify.DamagedPoint.Range;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "export-disk",
        header = "Writes a disk of a recovery point as a raw image.",
        description = {
            "To a sparse file, which has its name only once it is whole, to standard output, or to an NBD server, which"
                    + " is told of zeros instead of sent them where it can be. Every byte is verified before it is"
                    + " written.",
        },
        footer = {
            "%nExamples:",
            "  The newest point's only disk:",
            "    lifeboat repository export-disk file:///backups --key-file key --vm UUID --output disk.raw",
            "  Straight onto a volume:",
            "    lifeboat repository export-disk 's3://bucket/lifeboat' --key-file key --vm UUID --point nightly-3 \\",
            "      --disk 0 --output - | sudo dd of=/dev/vg/restored bs=4M conv=sparse",
            "  Onto a disk that a server serves:",
            "    lifeboat repository export-disk file:///backups --key-file key --vm UUID --output nbd://host/disk"
        })
final class ExportDiskCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Mixin
    private PointArguments point = new PointArguments();

    @Mixin
    private FileOutputArguments output = new FileOutputArguments();

    @Option(
            names = "--disk",
            paramLabel = "DEVICE|UUID",
            description = "Which disk, by its device or UUID. Not needed if the point has one.")
    private @Nullable String disk;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            required = true,
            description = "The raw image to write; - is standard output; nbd://HOST[:PORT]/EXPORT, or nbds:// for"
                    + " TLS (?ca=FILE if its certificate is not one that the system trusts), is an NBD server.")
    private String target = "";

    @Option(
            names = "--skip-damaged",
            description = "Of a damaged point write what can be read, and zeros for the rest; lists what is lost and"
                    + " ends with exit code 4. Slower.")
    private boolean skipDamaged;

    ExportDiskCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    private boolean toStream() {
        return FileOutputArguments.isStream(target);
    }

    private boolean toServer() {
        return NbdUrl.isOne(target);
    }

    @Override
    public Integer call() throws IOException {
        check();
        try (var opened = point.open(terminal)) {
            var found = point.find(opened);
            var image = PointArguments.disk(found, disk);
            var lost = export(opened, image);
            show(found.id().value(), image, lost);
            return (lost.isEmpty() ? Exit.DONE : Exit.DAMAGED).number();
        }
    }

    private void check() {
        if (toServer()) {
            url();
        } else {
            output.check(target, "the disk");
        }
    }

    private List<Range> export(Repository opened, DiskImage image) throws IOException {
        try (var raw = target(image);
                var line = output.progress(terminal)) {
            var done = new AtomicLong();
            ContentConsumer consumer = (offset, content) -> {
                terminal.interruption().check();
                done.addAndGet(content.remaining());
                write(raw, offset, content);
                line.show("Writing disk " + image.device(), done.get(), image.allocatedBytes());
            };
            var lost = read(opened, image, consumer);
            raw.finish(image.sizeBytes());
            return lost;
        } catch (UncheckedIOException e) {
            throw FileTrouble.writing(target, e);
        } catch (IOException e) {
            throw FileTrouble.writing(target, e);
        }
    }

    private RawTarget target(DiskImage image) throws IOException {
        if (toServer()) {
            return NbdRawTarget.open(url(), image.sizeBytes());
        }
        return toStream()
                ? new RawStream(terminal.out())
                : new RawFile(Path.of(target).toAbsolutePath());
    }

    private NbdUrl url() {
        try {
            return NbdUrl.parse(target);
        } catch (IllegalArgumentException e) {
            throw new CommandFailedException(Exit.USAGE, String.valueOf(e.getMessage()), e);
        }
    }

    private List<Range> read(Repository opened, DiskImage image, ContentConsumer consumer) {
        var reader = opened.reader(image);
        if (!skipDamaged) {
            reader.readAll(consumer);
            return List.of();
        }
        var salvage = new SalvageReader(reader, opened.description().geometry());
        salvage.readAll(consumer);
        return salvage.lost();
    }

    private static void write(RawTarget raw, long offset, ByteBuffer content) {
        try {
            raw.write(offset, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void show(String pointId, DiskImage image, List<Range> lost) {
        if (output.json()) {
            var json = JsonNodeFactory.instance
                    .objectNode()
                    .put("pointId", pointId)
                    .put("device", image.device())
                    .put("vdiUuid", image.vdiUuid().toString())
                    .put("output", target)
                    .put("sizeBytes", image.sizeBytes())
                    .put("allocatedBytes", image.allocatedBytes());
            var ranges = json.putArray("lostRanges");
            lost.forEach(
                    range -> ranges.addObject().put("offset", range.offset()).put("lengthBytes", range.lengthBytes()));
            new Output(terminal).json(json);
            return;
        }
        lost.forEach(range -> terminal.err()
                .println("LOST, zeros instead: " + range.lengthBytes() + " bytes from offset " + range.offset()
                        + " on"));
        terminal.err()
                .println("Wrote disk " + image.device() + " of point " + pointId + ": " + Sizes.text(image.sizeBytes())
                        + ", " + Sizes.text(image.allocatedBytes()) + " of it content");
        terminal.err().flush();
    }
}
