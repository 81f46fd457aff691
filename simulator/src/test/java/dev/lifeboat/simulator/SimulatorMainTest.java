package dev.lifeboat.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lifeboat.simulator.inventory.HostSpec;
import dev.lifeboat.simulator.inventory.Inventory;
import dev.lifeboat.simulator.inventory.VmSpec;
import dev.lifeboat.simulator.profile.Profile;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class SimulatorMainTest {
    @TempDir
    private Path directory;

    private static String[] run(String... arguments) {
        var out = new StringWriter();
        var err = new StringWriter();
        int code = SimulatorMain.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
        return new String[] {Integer.toString(code), out.toString(), err.toString()};
    }

    @Test
    void helpTellsAPersonWhatThereIs() {
        var help = run("--help");
        assertThat(help[0]).isEqualTo("0");
        assertThat(help[1])
                .contains("--profile", "--pools", "--hosts", "--repository", "--user", "--restrict", "--ready-file")
                .contains("curl -d '{\"afterBytes\":1048576}' $CONTROL/faults/nbd-cut")
                .contains("6.5, 7.2, 7.6, 8.0, 8.2 or 8.3");
    }

    @Test
    void whatIsWrongIsSaidInASentence() {
        assertThat(run("--profile", "9.9")[2]).contains("no profile 9.9; there are 6.5, 7.2");
        assertThat(run("--user", "nobody")[2]).contains("NAME:ROLE:PASSWORD");
        assertThat(run("--repository", "x:floppy:1")[2]).contains("no repository type floppy");
        assertThat(run("--pools", "0")[2]).contains("--pools");
        assertThat(run("--nbd-port", "99999")[2]).contains("--nbd-port takes 0 to 65535, not 99999");
        assertThat(run("--data", "/proc/none")[2]).contains("nothing can be written to /proc/none");
        assertThat(run("--host-address", "127.0.66.1")[2]).contains("--backup-address");
        assertThat(run("--no-such-option")[0]).isEqualTo(Integer.toString(CommandLine.ExitCode.USAGE));
    }

    @Test
    void severalPoolsOfAnyReleaseLiveSideBySide() throws Exception {
        var options =
                PoolOptions.quick().inventory(Inventory.of(VmSpec.named("vm").disk(1 << 20)));
        try (var west = PoolSimulator.start(options.hosts(HostSpec.numbered(3, 66)));
                var east = PoolSimulator.start(
                        options.name("east").profile(Profile.XCP_NG_8_0).hosts(HostSpec.numbered(1, 68)))) {
            assertThat(west.endpoints()).hasSize(3);
            assertThat(east.endpoint().getHost()).isEqualTo("127.0.68.1");
            assertThat(TestClient.of(west)
                            .call("pool.get_all_records")
                            .iterator()
                            .next()
                            .path("name_label")
                            .asText())
                    .isEqualTo("west");
            assertThat(TestClient.of(east)
                            .call("pool.get_all_records")
                            .iterator()
                            .next()
                            .path("name_label")
                            .asText())
                    .isEqualTo("east");

            var file = directory.resolve("ready.json");
            ReadyFile.write(
                    file,
                    List.of(
                            ReadyFile.of(west, directory.resolve("west.pem")),
                            ReadyFile.of(east, directory.resolve("east.pem"))));
            var ready = new ObjectMapper().readTree(file.toFile());
            assertThat(ready.path("endpoint").asText())
                    .isEqualTo(west.endpoint().toString());
            assertThat(ready.path("pools").path(1).path("name").asText()).isEqualTo("east");
        }
    }
}
