package dev.lifeboat.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Verify, repair and what is left of a damaged disk.
class DamageCommandsTest {

    @TempDir
    private Path folder;

    private String location = "";
    private final byte[] disk = Disks.some(4);

    @BeforeEach
    void importOnePoint() throws IOException {
        location = "file://" + folder.resolve("backups");
        new Cli().line("repository create %s --unencrypted", location).ends(0);
        Disks.file(folder, "disk", disk);
        importDisk("first", "");
    }

    @Test
    void aHealthyRepositoryIsClean() {
        var outcome = verify("--depth every-byte").ends(0);

        assertThat(outcome.text()).contains("No damage found.").contains("1 points looked at, 1 whole");
        assertThat(verify("--depth sample --max-time 1h --max-bytes 1MiB --json")
                        .json()
                        .get("clean")
                        .asBoolean())
                .isTrue();
    }

    @Test
    void aDamagedPackIsToldWithWhatItTouches() throws IOException {
        flip(largestPack(), 1000);

        var text = verify("--depth every-byte").ends(4).text();
        var json = verify("--depth every-byte --json").ends(4).json();

        assertThat(text).contains("DAMAGED").contains("Point first").contains("of 9.0 MiB lost");
        assertThat(json.get("findings")).hasSize(1);
        var ranges = json.get("damagedPoints").get(0).get("disks").get(0);
        // Which chunk came first into the pack is the writers' race; none is larger than its cell.
        assertThat(ranges.get("lostBytes").asLong()).isIn(16L << 16, 15L << 16, 1L << 16);
        assertThat(verify("--depth structure").ends(0).text()).contains("No damage found.");
    }

    @Test
    void theNextImportAfterARepairIsWhole() throws IOException {
        flip(largestPack(), 1000);

        assertThat(repair("--dry-run").ends(0).text()).contains("Would be marked");
        assertThat(verify("--depth structure").ends(0).text()).contains("No damage found.");
        assertThat(repair("").ends(0).text()).contains("marked: packs/");
        importDisk("second", "--base first");

        assertThat(export("second", "").ends(0).out()).isEqualTo(disk);
        assertThat(verify("--depth structure").ends(4).text())
                .contains("Point first")
                .doesNotContain("Point second");
        assertThat(repair("--json").ends(0).json().get("marked")).isEmpty();
    }

    @Test
    void whatIsLeftOfADamagedDiskCanBeHad() throws IOException {
        flip(largestPack(), 1000);
        var lost = verify("--depth every-byte --json")
                .json()
                .get("damagedPoints")
                .get(0)
                .get("disks")
                .get(0)
                .get("ranges")
                .get(0);
        var expected = disk.clone();
        for (int i = 0; i < lost.get("lengthBytes").asInt(); i++) {
            expected[lost.get("offset").asInt() + i] = 0;
        }

        var target = folder.resolve("restored");
        assertThat(export("first", "--output " + target).ends(4).err()).contains("is damaged");
        assertThat(target).doesNotExist();
        var salvaged = export("first", "--skip-damaged");

        assertThat(salvaged.ends(4).out()).isEqualTo(expected);
        assertThat(salvaged.err())
                .contains("LOST, zeros instead: " + lost.get("lengthBytes").asLong() + " bytes from offset "
                        + lost.get("offset").asLong());
    }

    @Test
    void aDamagedManifestDoesNotHideTheOthersAndCanBeSetAside() throws IOException {
        importDisk("second", "--base first");
        flip(manifest("first"), 20);

        var points =
                new Cli().line("repository points %s --unencrypted", location).ends(4);
        assertThat(points.text()).contains("second").contains("DAMAGED  points/");
        assertThat(new Cli()
                        .line("repository info %s --unencrypted", location)
                        .ends(4)
                        .err())
                .contains("is damaged");

        assertThat(repair("--set-aside-manifests").text()).contains("set aside: damaged/points/");

        new Cli().line("repository info %s --unencrypted", location).ends(0);
        verify("--depth every-byte").ends(0);
        assertThat(export("second", "").ends(0).out()).isEqualTo(disk);
    }

    private void importDisk(String point, String more) {
        new Cli()
                .line(
                        "repository import-disk %s --unencrypted --vm %s --point %s --input %s %s",
                        location, Disks.VM, point, folder.resolve("disk"), more)
                .ends(0);
    }

    private Cli.Outcome verify(String more) {
        return new Cli().line("repository verify %s --unencrypted %s", location, more);
    }

    private Cli.Outcome repair(String more) {
        return new Cli().line("repository repair %s --unencrypted %s", location, more);
    }

    private Cli.Outcome export(String point, String more) {
        return new Cli()
                .line(
                        "repository export-disk %s --unencrypted --vm %s --point %s %s %s",
                        location, Disks.VM, point, more, more.contains("--output") ? "" : "--output -");
    }

    private Path largestPack() throws IOException {
        return files("packs").stream()
                .max(Comparator.comparingLong(file -> file.toFile().length()))
                .orElseThrow();
    }

    private Path manifest(String point) throws IOException {
        return files("points").stream()
                .filter(file -> file.toString().endsWith("-" + point))
                .findFirst()
                .orElseThrow();
    }

    private List<Path> files(String name) throws IOException {
        try (var files = Files.walk(folder.resolve("backups").resolve(name))) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    private static void flip(Path file, int at) throws IOException {
        var content = Files.readAllBytes(file);
        content[at] ^= 1;
        Files.write(file, content);
    }
}
