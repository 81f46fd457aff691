package dev.lifeboat.agent.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.lifeboat.repository.BackupSession;
import dev.lifeboat.repository.Repository;
import dev.lifeboat.repository.disk.DiskDescription;
import dev.lifeboat.repository.disk.DiskImage;
import dev.lifeboat.repository.point.BackupHeader;
import dev.lifeboat.repository.point.RecoveryPoint;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "import-disk",
        header = "Makes a recovery point of a raw disk image.",
        description = {
            "From a file or standard input. Zeros take no space, and what the repository has already is not stored"
                    + " again. With --base an earlier point of the same disk saves looking up what did not change.",
        },
        footer = {
            "%nExamples:",
            "  lifeboat repository import-disk file:///backups --key-file key --vm UUID --vm-name web --input disk.raw",
            "  ssh host sudo dd if=/dev/vg/web bs=4M | lifeboat repository import-disk file:///backups --key-file key"
                    + " \\",
            "      --vm UUID --vm-name web --size 20GiB --input -"
        })
final class ImportDiskCommand implements Callable<Integer> {

    private static final UUID NO_POOL = new UUID(0, 0);

    private final Terminal terminal;
    private final Clock clock = Clock.systemUTC();

    @Mixin
    private RepositoryArguments repository = new RepositoryArguments();

    @Mixin
    private InputArguments input = new InputArguments();

    @Mixin
    private OutputArguments output = new OutputArguments();

    @Option(names = "--vm", paramLabel = "UUID", required = true, description = "The virtual machine's UUID.")
    private UUID vm = new UUID(0, 0);

    @Option(names = "--vm-name", paramLabel = "NAME", description = "Its name. Default: the UUID.")
    private @Nullable String vmName;

    @Option(
            names = "--point",
            paramLabel = "ID",
            description = "The new point's id: small letters, digits, hyphens. Default: import- and the time.")
    private @Nullable String point;

    @Option(names = "--base", paramLabel = "ID", description = "An earlier point of this machine with the same disk.")
    private @Nullable String base;

    @Option(
            names = "--device",
            paramLabel = "NAME",
            defaultValue = "0",
            description = "Where the machine sees the disk. Default: ${DEFAULT-VALUE}.")
    private String device = "0";

    @Option(
            names = "--disk-uuid",
            paramLabel = "UUID",
            description = "The disk's UUID. Default: the base's, or one made of machine and device.")
    private @Nullable UUID diskUuid;

    @Option(names = "--label", paramLabel = "KEY=VALUE", description = "A label of the point; may be repeated.")
    private Map<String, String> labels = new LinkedHashMap<>();

    ImportDiskCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        if (device.isBlank()) {
            throw new CommandFailedException(Exit.USAGE, "--device is empty; leave it out, or name one such as 0");
        }
        long sizeBytes = input.sizeBytes();
        var now = clock.instant();
        var header = header(now);
        try (var opened = repository.open(terminal)) {
            if (opened.find(vm, header.pointId()).isPresent()) {
                throw new CommandFailedException(
                        Exit.REFUSED,
                        "There is a recovery point " + header.pointId() + " of this machine already; choose another"
                                + " --point");
            }
            var image = base(opened);
            try (var session = opened.startBackup(header)) {
                show(copy(opened, session, image, sizeBytes), session);
            }
        }
        return Exit.DONE.number();
    }

    private BackupHeader header(Instant now) {
        var id = point != null ? point : "import-" + now.toEpochMilli();
        return new BackupHeader(
                PointArguments.id(id),
                vm,
                vmName == null ? vm.toString() : vmName,
                NO_POOL,
                "",
                now.truncatedTo(ChronoUnit.SECONDS),
                labels,
                JsonNodeFactory.instance.objectNode().put("importedFrom", input.name()),
                List.of(),
                List.of());
    }

    private Optional<DiskImage> base(Repository opened) {
        if (base == null) {
            return Optional.empty();
        }
        var found = opened.find(vm, PointArguments.id(base))
                .orElseThrow(() -> PointArguments.notFound("recovery point " + base, vm));
        return Optional.of(PointArguments.disk(found, diskUuid == null ? device : diskUuid.toString()));
    }

    private RecoveryPoint copy(Repository opened, BackupSession session, Optional<DiskImage> image, long sizeBytes)
            throws IOException {
        var usable = image.filter(earlier -> earlier.sizeBytes() <= sizeBytes);
        var uuid = Optional.ofNullable(diskUuid)
                .or(() -> image.map(DiskImage::vdiUuid))
                .orElseGet(() -> UUID.nameUUIDFromBytes((vm + "/" + device).getBytes(StandardCharsets.UTF_8)));
        var description = new DiskDescription(device, uuid, "disk " + device, sizeBytes, device.equals("0"));
        var writer = session.disk(description, usable);
        try (var line = output.progress(terminal);
                var raw = input.open(terminal)) {
            var copied = new RawInput(writer, opened.description().geometry().cellBytes())
                    .copy(raw, sizeBytes, done -> {
                        terminal.interruption().check();
                        line.show("Reading " + input.name(), done, sizeBytes);
                    });
            input.checkLength(raw, copied, sizeBytes);
        }
        terminal.interruption().check();
        return session.commit(List.of(writer.finish()));
    }

    private void show(RecoveryPoint committed, BackupSession session) {
        var figures = session.figures();
        if (output.json()) {
            var json = PointJson.of(committed);
            json.put("newBytes", figures.disks().newBytes())
                    .put("duplicateBytes", figures.disks().duplicateBytes())
                    .put("zeroBytes", figures.disks().zeroBytes())
                    .put("storedBytes", figures.disks().storedBytes());
            new Output(terminal).json(json);
            return;
        }
        new Output(terminal)
                .line(
                        "Committed point %s of %s: %s, of it new %s, known %s, zeros %s; stored %s",
                        committed.id(),
                        committed.header().vmName(),
                        Sizes.text(committed.logicalBytes()),
                        Sizes.text(figures.disks().newBytes()),
                        Sizes.text(figures.disks().duplicateBytes()),
                        Sizes.text(figures.disks().zeroBytes()),
                        Sizes.text(figures.disks().storedBytes()));
    }
}
