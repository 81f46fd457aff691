package dev.lifeboat.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.agent.api.AgentArguments;
import dev.lifeboat.agent.api.AgentJson;
import dev.lifeboat.agent.api.DeletionOrder;
import dev.lifeboat.agent.api.Encryption;
import dev.lifeboat.agent.api.FailureReason;
import dev.lifeboat.agent.api.FailureReport;
import dev.lifeboat.agent.api.Order;
import dev.lifeboat.agent.api.PoolAccess;
import dev.lifeboat.agent.api.PoolTrust;
import dev.lifeboat.agent.api.ProbeOrder;
import dev.lifeboat.agent.api.ProbeReport;
import dev.lifeboat.agent.api.Report;
import dev.lifeboat.agent.api.RepositoryAccess;
import dev.lifeboat.agent.api.RestoreOrder;
import dev.lifeboat.agent.api.RestoreRoute;
import dev.lifeboat.agent.api.StorageAccess;
import dev.lifeboat.agent.api.Transfer;
import dev.lifeboat.agent.cli.Terminal;
import dev.lifeboat.repository.crypto.EncryptionKey;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The command line as the operator and a person use it.
class AgentMainTest {
    private static final StorageAccess VOLUME = new StorageAccess.FileSystem("backups");
    private static final RepositoryAccess FOLDER = new RepositoryAccess(VOLUME, new Encryption.Disabled());
    private static final RepositoryAccess ENCRYPTED =
            new RepositoryAccess(VOLUME, new Encryption.Required(List.of(), Optional.empty()));

    @TempDir
    private Path folder;

    @Test
    void aProbeMakesARepositoryAndFindsItAgain() throws IOException {
        assertThat(run(new ProbeOrder("uid-1", FOLDER, true))).isZero();
        var first = (ProbeReport) report();
        assertThat(run(new ProbeOrder("uid-2", FOLDER, false))).isZero();
        var second = (ProbeReport) report();

        assertThat(first.created()).isTrue();
        assertThat(second.created()).isFalse();
        assertThat(second.repositoryId()).isEqualTo(first.repositoryId());
        assertThat(second.points()).isZero();
        assertThat(second.capabilities()).isNotEmpty();
        assertThat(folder.resolve("volume/backups/repository.json")).exists();
    }

    @Test
    void aProbeThatMayNotCreateSaysThatThereIsNothing() throws IOException {
        assertThat(run(new ProbeOrder("uid", FOLDER, false))).isEqualTo(11);

        assertThat(((FailureReport) report()).reason()).isEqualTo(FailureReason.RepositoryMissing);
    }

    @Test
    void anEncryptedRepositoryIsOpenedByTheMountedKeyAlone() throws IOException {
        writeKey(EncryptionKey.generate());
        assertThat(run(new ProbeOrder("uid-1", ENCRYPTED, true))).isZero();
        var seen = ((ProbeReport) report()).encryption();
        assertThat(seen).isPresent();

        assertThat(run(new ProbeOrder("uid-2", known(seen), false))).isZero();
        assertThat(((ProbeReport) report()).encryption()).isEqualTo(seen);

        writeKey(EncryptionKey.generate());
        assertThat(run(new ProbeOrder("uid-3", known(seen), false))).isEqualTo(11);
        assertThat(((FailureReport) report()).reason()).isEqualTo(FailureReason.RepositoryKeyRejected);
    }

    @Test
    void anotherRepositoryInPlaceOfTheOneThatWasSeenIsRefused() throws IOException {
        writeKey(EncryptionKey.generate());
        run(new ProbeOrder("uid-1", ENCRYPTED, true));

        var other = known(Optional.of(new Encryption.Seen("0".repeat(64), 1)));
        assertThat(run(new ProbeOrder("uid-2", other, false))).isEqualTo(11);
        assertThat(((FailureReport) report()).reason()).isEqualTo(FailureReason.RepositoryKeyRejected);
    }

    @Test
    void anUnencryptedRepositoryIsRefusedWhereAnEncryptedOneIsExpectedAndTheOtherWayRound() throws IOException {
        writeKey(EncryptionKey.generate());
        run(new ProbeOrder("uid-1", FOLDER, true));
        assertThat(run(new ProbeOrder("uid-2", ENCRYPTED, true))).isEqualTo(11);
        assertThat(((FailureReport) report()).message()).contains("not encrypted");

        Files.delete(folder.resolve("volume/backups/repository.json"));
        run(new ProbeOrder("uid-3", ENCRYPTED, true));
        assertThat(run(new ProbeOrder("uid-4", FOLDER, true))).isEqualTo(11);
        assertThat(((FailureReport) report()).message()).contains("is encrypted");
    }

    @Test
    void aKeyThatIsNoneIsExplainedAndNotRepeated() throws IOException {
        Files.createDirectories(folder.resolve("key"));
        Files.writeString(folder.resolve("key/key"), "hunter2");

        assertThat(run(new ProbeOrder("uid", ENCRYPTED, true))).isEqualTo(11);

        assertThat(((FailureReport) report()).message())
                .contains("openssl rand -base64 32")
                .doesNotContain("hunter2");
    }

    private static RepositoryAccess known(Optional<Encryption.Seen> seen) {
        return new RepositoryAccess(VOLUME, new Encryption.Required(List.of(), seen));
    }

    private void writeKey(EncryptionKey key) throws IOException {
        Files.createDirectories(folder.resolve("key"));
        Files.writeString(folder.resolve("key/key"), key.text() + "\n");
    }

    @Test
    void deletingAPointThatIsNotThereIsDone() throws IOException {
        run(new ProbeOrder("uid", FOLDER, true));

        assertThat(run(new DeletionOrder("uid", FOLDER, new UUID(1, 1), "p-1"))).isZero();
    }

    @Test
    void aVolumeThatCannotBeWrittenIsSaidSo() throws IOException {
        Files.writeString(folder.resolve("volume"), "a file");

        assertThat(run(new ProbeOrder("uid", FOLDER, true))).isIn(10, 11);
        assertThat(((FailureReport) report()).reason()).isEqualTo(FailureReason.StorageNotWritable);
    }

    @Test
    void anOrderThatCannotBeReadIsReported() throws IOException {
        Files.writeString(folder.resolve("order.json"), "{\"kind\":\"Dance\"}");

        assertThat(execute(arguments())).isEqualTo(11);
        assertThat(((FailureReport) report()).reason()).isEqualTo(FailureReason.InvalidOrder);
    }

    @Test
    void missingCredentialsAreNamedWithoutTheirContent() throws IOException {
        run(new ProbeOrder("uid", FOLDER, true));
        Files.createDirectory(folder.resolve("pool"));
        Files.writeString(folder.resolve("pool/username"), "root");

        assertThat(run(restore())).isEqualTo(11);

        var failure = (FailureReport) report();
        assertThat(failure.reason()).isEqualTo(FailureReason.CredentialsRejected);
        assertThat(failure.message()).contains("'password'").doesNotContain("root");
    }

    @Test
    void theReportReplacesWhatAMountedTerminationMessageHeld() throws IOException {
        Files.writeString(folder.resolve("report.json"), "x".repeat(5000));

        run(new ProbeOrder("uid", FOLDER, true));

        assertThat(report()).isInstanceOf(ProbeReport.class);
    }

    @Test
    void aWrongCommandLineIsExplained() {
        assertThat(execute("run", "--order", "x")).isEqualTo(2);
        assertThat(execute("run", "--order", "x", "--report", "y", "--listen", "nowhere"))
                .isEqualTo(2);
        assertThat(execute("--help")).isZero();
        assertThat(execute("run", "--help")).isZero();
        assertThat(execute("--version")).isZero();
    }

    private int run(Order order) throws IOException {
        Files.writeString(folder.resolve("order.json"), AgentJson.write(order));
        return execute(arguments());
    }

    private String[] arguments() {
        return new AgentArguments(
                        folder.resolve("order.json").toString(),
                        Optional.of(folder.resolve("pool").toString()),
                        Optional.empty(),
                        Optional.of(folder.resolve("key").toString()),
                        Optional.of(folder.resolve("volume").toString()),
                        folder.resolve("report.json").toString(),
                        "127.0.0.1:0")
                .toList()
                .toArray(new String[0]);
    }

    private static int execute(String... arguments) {
        var output = new PrintWriter(new StringWriter());
        return AgentMain.commandLine(Terminal.ofProcess(), List.of(arguments))
                .setOut(output)
                .setErr(output)
                .execute(arguments);
    }

    private Report report() throws IOException {
        return AgentJson.readReport(Files.readString(folder.resolve("report.json")));
    }

    private static RestoreOrder restore() {
        return new RestoreOrder(
                "uid",
                new PoolAccess(List.of(URI.create("https://127.0.0.1:1")), new PoolTrust.Insecure()),
                FOLDER,
                new Transfer(
                        Transfer.NbdTls.Required, 1, 1 << 20, Transfer.OnUnavailable.Fail, Transfer.OnUnavailable.Fail),
                new UUID(1, 1),
                "p-1",
                "web",
                "",
                Map.of(),
                Optional.empty(),
                Map.of(),
                List.of(),
                Map.of(),
                RestoreOrder.UnmappedNetwork.Fail,
                false,
                new RestoreRoute.Disks(RestoreRoute.Disks.Format.Auto));
    }
}
