package dev.lifeboat.agent.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class AgentJsonTest {
    private static final PoolAccess POOL =
            new PoolAccess(List.of(URI.create("https://10.0.0.1")), new PoolTrust.Fingerprints(Set.of("ab:cd")));
    private static final Transfer TRANSFER = new Transfer(
            Transfer.NbdTls.Required, 4, 2 << 20, Transfer.OnUnavailable.FallBack, Transfer.OnUnavailable.Fail);
    private static final RepositoryAccess S3 = new RepositoryAccess(
            new StorageAccess.S3(
                    "backups",
                    "west/",
                    Optional.empty(),
                    Optional.of(URI.create("http://127.0.0.1:9000")),
                    true,
                    Optional.empty()),
            new Encryption.Required(List.of("x25519-public:abc"), Optional.of(new Encryption.Seen("f00d", 3))));
    private static final RepositoryAccess FOLDER =
            new RepositoryAccess(new StorageAccess.FileSystem("lifeboat"), new Encryption.Disabled());

    static List<Order> orders() {
        return List.of(
                new BackupOrder(
                        "uid-1",
                        POOL,
                        FOLDER,
                        TRANSFER,
                        new PointHeader(
                                "p-1",
                                new UUID(1, 1),
                                "web",
                                new UUID(2, 2),
                                new UUID(3, 3),
                                "west",
                                Instant.parse("2026-11-22T03:00:00Z"),
                                Map.of("policy", "gold"),
                                List.of()),
                        List.of(
                                disk("0", new DiskRead.All(FullReason.FirstBackup)),
                                disk("1", new DiskRead.Changed("p-0", new UUID(4, 4))),
                                disk("2", new DiskRead.All(FullReason.DifferenceUnavailable), DiskRoute.RawStream),
                                disk("3", new DiskRead.Changed("p-0", new UUID(4, 5)), DiskRoute.VhdStream),
                                disk("4", new DiskRead.All(FullReason.FirstBackup), DiskRoute.VmArchive)),
                        ArchiveCompression.Zstd),
                new RestoreOrder(
                        "uid-2",
                        POOL,
                        S3,
                        TRANSFER,
                        new UUID(1, 1),
                        "p-1",
                        "web (restoring)",
                        "",
                        Map.of("lifeboat:restore-uid", "uid-2"),
                        Optional.of(new UUID(5, 5)),
                        Map.of("1", new UUID(6, 6)),
                        List.of("2"),
                        Map.of(new UUID(7, 7), new UUID(8, 8)),
                        RestoreOrder.UnmappedNetwork.MatchByName,
                        false,
                        new RestoreRoute.Disks(RestoreRoute.Disks.Format.Auto)),
                archived(),
                new ExportOrder(
                        "uid-6",
                        S3,
                        new UUID(1, 1),
                        "p-1",
                        Optional.of("customers/web.xva"),
                        List.of("1"),
                        ArchiveCompression.Zstd,
                        ExportOrder.Vtpm.LeaveOut),
                new ProbeOrder("uid-3", S3, true),
                new DeletionOrder("uid-4", FOLDER, new UUID(1, 1), "p-1"));
    }

    private static RestoreOrder archived() {
        return new RestoreOrder(
                "uid-5",
                POOL,
                FOLDER,
                TRANSFER,
                new UUID(1, 1),
                "p-1",
                "web (restoring)",
                "",
                Map.of(),
                Optional.empty(),
                Map.of(),
                List.of(),
                Map.of(),
                RestoreOrder.UnmappedNetwork.Fail,
                true,
                new RestoreRoute.Archive(RestoreRoute.Archive.Identity.Original));
    }

    private static DiskBackup disk(String device, DiskRead read) {
        return disk(device, read, DiskRoute.Nbd);
    }

    private static DiskBackup disk(String device, DiskRead read, DiskRoute route) {
        return new DiskBackup(device, new UUID(9, 9), new UUID(10, 10), "root", 1 << 30, true, read, route);
    }

    @ParameterizedTest
    @EnumSource(names = {"RawStream", "VmArchive"})
    void justTheChangesCannotComeOnARouteThatHasAllOfADisk(DiskRoute route) {
        var changed = AgentJson.write(orders().getFirst()).replace("VhdStream", route.name());

        assertThatThrownBy(() -> AgentJson.readOrder(changed))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessageContaining(route.name());
    }

    @ParameterizedTest
    @MethodSource("orders")
    void anOrderComesBackAsItWasWritten(Order order) {
        assertThat(AgentJson.readOrder(AgentJson.write(order))).isEqualTo(order);
    }

    @Test
    void anOrderWithAnUnknownMemberIsRefusedByName() {
        var json = AgentJson.write(new ProbeOrder("uid", FOLDER, true))
                .replace("\"create\"", "\"dryRun\":true,\"create\"");

        assertThatThrownBy(() -> AgentJson.readOrder(json))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessageContaining("dryRun");
    }

    @Test
    void anOrderWithoutAMandatoryMemberIsRefusedByName() {
        assertThatThrownBy(() -> AgentJson.readOrder("{\"kind\":\"Probe\",\"orderId\":\"uid\",\"create\":true}"))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessageContaining("repository");
    }

    @Test
    void aReportMaySayMoreThanTheReaderKnows() {
        var report = AgentJson.readReport("{\"kind\":\"Deletion\",\"orderId\":\"u\",\"existed\":true,\"later\":1}");

        assertThat(report).isEqualTo(new DeletionReport("u", true));
    }

    @Test
    void progressComesBackAsItWasWritten() {
        var progress = new Progress(
                "uid",
                Progress.Phase.Transferring,
                10,
                20,
                5,
                OptionalLong.of(2),
                List.of(new Progress.DiskProgress("0", 10, 20, OptionalLong.of(5), OptionalLong.of(2))));

        assertThat(AgentJson.readProgress(AgentJson.write(progress))).isEqualTo(progress);
    }

    @Test
    void reportsOfAnySizeFitIntoATerminationMessage() {
        var disks = IntStream.range(0, 255)
                .mapToObj(device -> new DiskReport(
                        "" + device, Protocol.NbdTls, Optional.empty(), Optional.empty(), 1L << 40, 1, 2, 0, 3, 4))
                .toList();
        var totals = new BackupReport.Totals(1, 2, 3, 4);

        var backup = AgentJson.terminationMessage(new BackupReport("uid", "p-1", "points/x", 9, totals, disks));
        var exported = IntStream.range(0, 255)
                .mapToObj(device -> new ExportReport.ExportedDisk("" + device, 1L << 40, 1L << 39))
                .toList();
        var export = AgentJson.terminationMessage(
                new ExportReport("uid", "exports/web.xva", 1, "00ff", 2, 3, exported, List.of()));
        var failure = AgentJson.terminationMessage(
                new FailureReport("uid", FailureReason.InternalError, "\u0001\uD83D\uDEDF".repeat(5000)));

        assertThat(backup.getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(Report.MAX_BYTES);
        assertThat(export.getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(Report.MAX_BYTES);
        assertThat(AgentJson.readReport(export))
                .isEqualTo(new ExportReport("uid", "exports/web.xva", 1, "00ff", 2, 3, List.of(), List.of()));
        assertThat(failure.getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(Report.MAX_BYTES);
        assertThat(AgentJson.readReport(backup))
                .isEqualTo(new BackupReport("uid", "p-1", "points/x", 9, totals, List.of()));
    }

    @Test
    void aStoragePathCannotLeaveItsVolume() {
        var json = AgentJson.write(new ProbeOrder("uid", FOLDER, true)).replace("\"lifeboat\"", "\"../etc\"");

        assertThatThrownBy(() -> AgentJson.readOrder(json)).hasMessageContaining("../etc");
    }
}
