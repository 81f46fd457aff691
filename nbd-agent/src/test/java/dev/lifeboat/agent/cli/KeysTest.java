package dev.lifeboat.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Encrypted repositories: keys are made, given, wrong, missing, replaced, and never shown.
class KeysTest {

    @TempDir
    private Path folder;

    private final byte[] disk = Disks.some(3);
    private String location = "";
    private String fingerprint = "";

    @BeforeEach
    void createAnEncryptedRepository() throws IOException {
        location = "file://" + folder.resolve("backups");
        Files.writeString(folder.resolve("words"), "correct horse battery staple\n");
        new Cli().line("repository new-key %s", folder.resolve("key")).ends(0);
        new Cli().line("repository new-identity %s", folder.resolve("safe")).ends(0);
        var created = new Cli()
                .line(
                        "repository create %s --add-key operator=%s --add-passphrase me=%s --add-identity safe=%s"
                                + " --json",
                        location, folder.resolve("key"), folder.resolve("words"), folder.resolve("safe.pub"))
                .ends(0)
                .json();
        fingerprint = created.get("encryption").get("fingerprint").asText();
        Disks.file(folder, "disk", disk);
        importDisk("first", "--key-file " + folder.resolve("key")).ends(0);
    }

    @Test
    void aKeyIsReadableByItsOwnerAloneAndNeverOverwritten() throws IOException {
        var key = folder.resolve("key");
        var before = Files.readString(key);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
                .isEqualTo("rw-------");
        assertThat(new Cli().line("repository new-key %s", key).ends(7).err()).contains("lost for ever");
        assertThat(new Cli()
                        .line("repository new-identity %s", folder.resolve("safe"))
                        .ends(7)
                        .err())
                .contains("already");
        assertThat(Files.readString(key)).isEqualTo(before);
    }

    @Test
    void anIdentityIsMadeWithBothItsPartsOrNotAtAll() throws IOException {
        Files.delete(folder.resolve("safe"));

        new Cli().line("repository new-identity %s", folder.resolve("safe")).ends(7);

        assertThat(folder.resolve("safe")).doesNotExist();
    }

    @Test
    void eachRecipientReadsEveryByte() {
        for (var secret : new String[] {
            "--key-file " + folder.resolve("key"),
            "--passphrase-file " + folder.resolve("words"),
            "--identity-file " + folder.resolve("safe")
        }) {
            assertThat(export(secret).ends(0).out()).isEqualTo(disk);
        }
    }

    @Test
    void aKeyThatIsWrongOrMissingIsSaidSo() throws IOException {
        new Cli().line("repository new-key %s", folder.resolve("other")).ends(0);
        Files.writeString(folder.resolve("torn"), "c2hvcnQ=");

        assertThat(export("").ends(6).err()).contains("No key is given");
        assertThat(export("--unencrypted").ends(6).err())
                .contains("is encrypted")
                .endsWith(": --key-file, --passphrase-file or --identity-file\n");
        assertThat(export("--key-file " + folder.resolve("other")).ends(6).err())
                .contains("does not open");
        assertThat(export("--key-file " + folder.resolve("none")).ends(6).err()).contains("which --key-file names");
        assertThat(export("--key-file " + folder.resolve("torn")).ends(6).err())
                .contains("is nothing for --key-file")
                .doesNotContain("c2hvcnQ");
        assertThat(export("--unencrypted --key-file " + folder.resolve("key"))
                        .ends(2)
                        .err())
                .contains("--key-file=FILE, --unencrypted exclude each other");
        assertThat(export("--fingerprint 0000 --key-file " + folder.resolve("key"))
                        .ends(7)
                        .err())
                .contains("has the fingerprint");
    }

    @Test
    void anIdentityReadsAndWritesOnlyWithTheFingerprint() {
        var identity = "--identity-file " + folder.resolve("safe");

        assertThat(importDisk("second", identity).ends(7).err()).contains("fingerprint");
        importDisk("second", identity + " --fingerprint " + fingerprint).ends(0);
    }

    @Test
    void rekeyingReplacesAKeyAndTheOldOneOpensNoMore() {
        var old = "--key-file " + folder.resolve("key");
        new Cli().line("repository new-key %s", folder.resolve("next")).ends(0);

        var json = new Cli()
                .line("repository rekey %s %s --add-key operator=%s --json", location, old, folder.resolve("next"))
                .ends(0)
                .json();

        assertThat(json.get("generation").asInt()).isEqualTo(2);
        assertThat(json.get("recipients")).hasSize(3);
        export(old).ends(6);
        assertThat(export("--key-file " + folder.resolve("next")).ends(0).out()).isEqualTo(disk);
        assertThat(new Cli()
                        .line("repository rekey %s --key-file %s", location, folder.resolve("next"))
                        .ends(2)
                        .err())
                .contains("Nothing to change");
        assertThat(new Cli()
                        .line("repository rekey %s --key-file %s --remove nobody", location, folder.resolve("next"))
                        .ends(7)
                        .err())
                .contains("there is no recipient 'nobody'");
    }

    @Test
    void whoIsToOpenARepositoryHasToBeSaid() {
        var other = "file://" + folder.resolve("other");

        assertThat(new Cli().line("repository create %s", other).ends(2).err()).contains("Say who can open it");
        assertThat(new Cli()
                        .line("repository create %s --unencrypted --add-key a=%s", other, folder.resolve("key"))
                        .ends(2)
                        .err())
                .contains("not both");
        assertThat(new Cli()
                        .line("repository create %s --add-identity a=%s", other, folder.resolve("safe.pub"))
                        .ends(2)
                        .err())
                .contains("At least one recipient has to be a key or a passphrase");
        assertThat(folder.resolve("other")).doesNotExist();
    }

    @Test
    void infoNamesRecipientsAndNoSecret() throws IOException {
        var text = new Cli()
                .line("repository info %s --key-file %s", location, folder.resolve("key"))
                .ends(0);

        assertThat(text.text())
                .contains("operator (key), me (passphrase), safe (x25519)")
                .contains(fingerprint)
                .doesNotContain(Files.readString(folder.resolve("key")).strip());
    }

    private Cli.Outcome importDisk(String point, String secret) {
        return new Cli()
                .line(
                        "repository import-disk %s %s --vm %s --point %s --input %s",
                        location, secret, Disks.VM, point, folder.resolve("disk"));
    }

    private Cli.Outcome export(String secret) {
        return new Cli().line("repository export-disk %s --vm %s --output - %s", location, Disks.VM, secret);
    }
}
