package dev.lifeboat.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lifeboat.agent.Archives;
import dev.lifeboat.agent.Archives.Sparse;
import dev.lifeboat.agent.Points;
import dev.lifeboat.agent.Programs;
import dev.lifeboat.repository.Repository;
import dev.lifeboat.repository.RepositoryOptions;
import dev.lifeboat.repository.objectstore.file.FileSystemObjectStore;
import dev.lifeboat.repository.point.Attachment;
import dev.lifeboat.xen.stream.Compression;
import dev.lifeboat.xen.xva.XvaChecksum;
import dev.lifeboat.xen.xva.XvaReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A recovery point as an XVA, with nothing but the repository at hand.
class ExportVmTest {
    private static final int MIB = 1 << 20;

    @TempDir
    private Path folder;

    private final Cli cli = new Cli();
    private final Map<String, byte[]> disks = new TreeMap<>();

    @BeforeEach
    void aPoint() {
        var root = new byte[9 * MIB];
        new Random(1).nextBytes(root);
        Arrays.fill(root, MIB, 7 * MIB, (byte) 0);
        disks.put("0", root);
        disks.put("1", new byte[3 * MIB]);
        commit("p-1", metadata());
    }

    private ObjectNode metadata() {
        var sparse = new HashMap<String, Sparse>();
        disks.forEach((device, disk) -> sparse.put(device, Sparse.of(Points.vdi(device), disk)));
        return new ObjectMapper().valueToTree(Archives.records("web", sparse).tree());
    }

    private void commit(String pointId, ObjectNode metadata, Attachment... attachments) {
        var store = new FileSystemObjectStore(folder.resolve("backups"));
        try (var repository = Repository.openOrCreate(store, RepositoryOptions.unencrypted())) {
            Points.commit(repository, Points.header(pointId, metadata, attachments), disks);
        }
    }

    private Cli.Outcome export(String output, String... more) {
        var arguments = new ArrayList<>(List.of(
                "repository",
                "export-vm",
                "file://" + folder.resolve("backups"),
                "--unencrypted",
                "--vm",
                Points.VM.toString(),
                "--output",
                output));
        arguments.addAll(List.of(more));
        return cli.run(arguments.toArray(String[]::new));
    }

    @ParameterizedTest
    @CsvSource({"none, NONE, sha1", "gzip, GZIP, sha1", "zstd, ZSTD, xxhash"})
    void everyByteOfEveryDiskIsInTheArchive(String option, Compression compression, String checksum) throws Exception {
        var file = folder.resolve("web.xva");

        var json = export(file.toString(), "--compression", option, "--checksum", checksum, "--json")
                .ends(0)
                .json();

        var read = Archives.read(Files.readAllBytes(file), compression);
        disks.forEach((device, disk) ->
                assertThat(read.get(Points.vdi(device).toString())).isEqualTo(disk));
        assertThat(json.get("writtenBytes").asLong()).isEqualTo(Files.size(file));
        assertThat(Files.size(file)).isLessThan(6L * MIB);
        assertThat(folder.toFile().list()).containsExactlyInAnyOrder("backups", "web.xva");
    }

    @Test
    void standardOutputIsTheArchive() throws Exception {
        var outcome = export("-").ends(0);

        assertThat(Archives.read(outcome.out(), Compression.NONE)).hasSize(2);
        assertThat(outcome.err()).contains("Wrote web of point p-1");
        export("-", "--json").ends(2);
    }

    @Test
    void theNameIsTheVmsOrTheOneThatIsGiven() throws Exception {
        try (var own = XvaReader.open(new ByteArrayInputStream(export("-").out()));
                var given = XvaReader.open(
                        new ByteArrayInputStream(export("-", "--name", "copy").out()))) {
            assertThat(own.ova().vm().orElseThrow().fields().text("name_label")).isEqualTo("web");
            assertThat(given.ova().vm().orElseThrow().fields().text("name_label"))
                    .isEqualTo("copy");
        }
    }

    @Test
    void xvaImgReadsTheArchive() throws Exception {
        Programs.need("xva-img");
        export(folder.resolve("web.xva").toString()).ends(0);
        Files.createDirectories(folder.resolve("vm"));
        run("tar", "-xf", "../web.xva");
        for (var disk : Archives.read(Files.readAllBytes(folder.resolve("web.xva")), Compression.NONE)
                .entrySet()) {
            var reference = reference(disk.getKey());

            run("xva-img", "-p", "disk-export", reference, "../disk.raw");

            var raw = Files.readAllBytes(folder.resolve("disk.raw"));
            assertThat(Arrays.copyOf(raw, disk.getValue().length)).isEqualTo(disk.getValue());
            Files.delete(folder.resolve("disk.raw"));
        }
    }

    private String reference(String vdi) throws IOException {
        try (var reader = XvaReader.open(Files.newInputStream(folder.resolve("web.xva")))) {
            return reader.ova().disks().stream()
                    .filter(disk -> disk.uuid().equals(vdi))
                    .findFirst()
                    .orElseThrow()
                    .ref();
        }
    }

    private void run(String... command) throws Exception {
        var process = new ProcessBuilder(command)
                .directory(folder.resolve("vm").toFile())
                .redirectErrorStream(true)
                .start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
    }

    @Test
    void aFileIsReplacedOnlyWithForceAndAFailureLeavesNone() throws Exception {
        var file = folder.resolve("web.xva");
        Files.writeString(file, "precious");
        export(file.toString()).ends(Exit.REFUSED.number());
        assertThat(Files.readString(file)).isEqualTo("precious");
        export(file.toString(), "--force").ends(0);

        var missing = export(folder.resolve("no/such/folder.xva").toString());

        assertThat(missing.exit()).isEqualTo(Exit.DENIED.number());
        cli.interrupted();
        assertThat(export(folder.resolve("other.xva").toString()).exit()).isNotZero();
        assertThat(folder.toFile().list()).containsExactlyInAnyOrder("backups", "web.xva");
    }

    @Test
    void aVirtualTpmComesWithItsContentsOrNotAtAll() throws Exception {
        var metadata = metadata();
        metadata.putObject("vtpms").putObject("OpaqueRef:t").put("uuid", "t");
        commit("p-2", metadata);

        var refused = export("-", "--point", "p-2").ends(Exit.REFUSED.number());
        var without = export("-", "--point", "p-2", "--without-vtpm").ends(0);
        var description = new String(export("-", "--point", "p-1").out(), 0, 20_000, StandardCharsets.ISO_8859_1)
                .replaceAll("(?s)^.*?(<value>.*</value>).*$", "$1")
                .replace(
                        "<name>objects</name><value><array><data>",
                        "<name>objects</name><value><array><data>" + vtpm());
        commit(
                "p-3",
                metadata,
                Attachment.of("ova.xml", "application/xml", description.getBytes(StandardCharsets.ISO_8859_1)));
        var kept = export("-", "--point", "p-3").ends(0);

        assertThat(refused.err()).contains("virtual TPM").contains("--without-vtpm");
        assertThat(Archives.read(without.out(), Compression.NONE)).hasSize(2);
        try (var reader = XvaReader.open(new ByteArrayInputStream(kept.out()))) {
            assertThat(reader.ova().objects("VTPM")).singleElement().satisfies(tpm -> {
                assertThat(tpm.fields().text("contents")).isEqualTo("c2VhbGVk");
                assertThat(tpm.fields().text("VM"))
                        .isEqualTo(reader.ova().vm().orElseThrow().ref());
            });
        }
    }

    private static String vtpm() {
        return "<value><struct><member><name>class</name><value>VTPM</value></member>"
                + "<member><name>id</name><value>Ref:99</value></member><member><name>snapshot</name><value><struct>"
                + "<member><name>uuid</name><value>t</value></member>"
                + "<member><name>contents</name><value>c2VhbGVk</value></member></struct></value></member>"
                + "</struct></value>";
    }

    @Test
    void aPointWithoutTheRecordsOfAPoolSaysWhatToDoInstead() {
        commit("p-4", new ObjectMapper().createObjectNode());

        var outcome = export("-", "--point", "p-4").ends(Exit.REFUSED.number());

        assertThat(outcome.err()).contains("Export its disks one by one");
    }

    @Test
    void checksumsAreOfTheKindThatWasAskedFor() {
        assertThat(XvaChecksum.values()).hasSize(ExportVmCommand.Checksum.values().length);
        assertThat(new String(export("-", "--checksum", "xxhash").out(), StandardCharsets.ISO_8859_1))
                .contains("/00000000.xxhash")
                .doesNotContain(".checksum");
    }
}
