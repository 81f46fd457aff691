package dev.lifeboat.simulator.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.simulator.PoolOptions;
import dev.lifeboat.simulator.SmallPool;
import dev.lifeboat.simulator.control.Pattern;
import dev.lifeboat.simulator.control.Range;
import dev.lifeboat.simulator.profile.Profile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/// What an archive is made of, which differs between releases.
class ArchiveFormatTest extends ArchiveTest {

    @Test
    void blocksHaveNumbersAndChecksumsAndTheBordersAreAlwaysThere() {
        // given
        small.pool().control().write("still", "0", new Range(0, SmallPool.DISK_BYTES), Pattern.ZEROS, 1);

        // when
        var files = files(export(small.vm("still")));

        // then
        assertThat(files.keySet()).contains("ova.xml");
        var directory = files.keySet().stream()
                .filter(name -> name.endsWith("/00000000"))
                .findFirst()
                .orElseThrow()
                .replace("/00000000", "");
        assertThat(files).containsKeys(directory + "/00000000.xxhash", directory + "/00000007");
        assertThat(files.get(directory + "/00000000")).hasSize(1 << 20);
        assertThat(new String(files.get(directory + "/00000000.xxhash"), StandardCharsets.US_ASCII))
                .matches("[0-9A-F]{16}");
        assertThat(new String(files.get("ova.xml"), StandardCharsets.UTF_8))
                .startsWith("<value><struct><member><name>version</name>")
                .contains("<name>export_vsn</name><value>2</value>")
                .doesNotContain("<?xml");
    }

    @Test
    void compressionIsWhatTheQueryAsksForAndAnyIsTakenIn() throws IOException {
        // given
        var still = small.vm("still");
        var plain = export(still);

        // when
        var gzip = export(still, "use_compression", "true");
        var zstd = export(still, "use_compression", "zstd");

        // then
        assertThat(new GZIPInputStream(new ByteArrayInputStream(gzip)).readAllBytes())
                .hasSameSizeAs(plain);
        assertThat(zstd).startsWith(0x28, 0xB5, 0x2F, 0xFD);
        for (var archive : List.of(gzip, zstd)) {
            assertThat(disk(made(imported(archive)))).isEqualTo(disk(still));
        }
    }

    @Test
    void anOlderReleaseLeavesOutZerosAndSumsBySha1() {
        try (var older = SmallPool.start(PoolOptions.quick().profile(Profile.named("8.2")))) {
            // given
            older.pool().control().write("still", "0", new Range(0, SmallPool.DISK_BYTES), Pattern.ZEROS, 1);
            var query = Map.of("session_id", older.client().session(), "ref", older.vm("still"));

            // when
            var files = files(older.client().get("/export", query).body());

            // then
            assertThat(files.keySet().stream().filter(name -> name.matches(".*/[0-9]{8}")))
                    .hasSize(2);
        }
    }
}
