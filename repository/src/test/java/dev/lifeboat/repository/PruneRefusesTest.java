package dev.lifeboat.repository;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.lifeboat.repository.errors.IncompleteViewException;
import dev.lifeboat.repository.manifest.SealedDocuments;
import dev.lifeboat.repository.objectstore.ObjectKey;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Something cannot be read or is not known: a prune says which object it is, and deletes nothing.
class PruneRefusesTest {

    private final PruneWorld world = PruneScenes.busy();

    @Test
    void anUnknownNameUnderPoints() {
        put("points/somebody/something", "?");

        assertRefused("points/somebody/something");
    }

    @Test
    void aDamagedManifest() {
        var key = world.keys("points/").getFirst();
        put(key, "damaged");

        assertRefused(key);
    }

    @Test
    void aManifestOfANewerRelease() {
        var key = world.keys("points/").getFirst();
        newer(key);

        assertRefused(key);
    }

    @Test
    void aDamagedManifestOfADeletedPointThatCanBeBroughtBack() {
        var key = trashed();
        put(key, "damaged");

        assertRefused(key);
    }

    @Test
    void aManifestOfANewerReleaseInTheTrash() {
        var key = trashed();
        var manifest = key.substring("trash/".length(), key.lastIndexOf('/'));
        world.store.put(new ObjectKey(manifest), ByteBuffer.wrap(content(key)));
        newer(manifest);
        world.store.put(new ObjectKey(key), ByteBuffer.wrap(content(manifest)));
        world.store.delete(new ObjectKey(manifest));

        assertRefused(key);
    }

    @Test
    void anUnknownNameInTheTrash() {
        put("trash/points/somebody/something", "?");

        assertRefused("trash/points/somebody/something");
    }

    @Test
    void aDamagedTrashRecord() {
        var key = world.keys("trash/packs/").getFirst();
        put(key, "damaged");

        assertRefused(key);
    }

    @Test
    void anUnknownNameAmongTheTrashRecords() {
        put("trash/packs/from-the-future", "?");

        assertRefused("trash/packs/from-the-future");
    }

    @Test
    void aDamagedLeaseOfASession() {
        var session = world.repository().startBackup(Fixtures.header("running"));
        assertThat(session).isNotNull();
        var key = world.keys("sessions/").stream()
                .filter(one -> one.endsWith("/lease"))
                .toList()
                .getLast();
        put(key, "damaged");

        assertRefused(key);
    }

    @Test
    void aPackWithAPageThatIsGone() {
        var page = world.repository()
                .points()
                .getFirst()
                .disks()
                .getFirst()
                .pages()
                .getFirst();
        world.store.delete(page.chunk().pack().key());

        var refusal = assertRefused(world.keys("points/").getFirst());
        assertThat(refusal).hasMessageContaining(page.chunk().pack().key().value());
    }

    @Test
    void aPackWithADamagedFooter() {
        var packs = world.keys("packs/");
        for (var pack : packs) {
            var damaged = world.copy();
            var bytes = damaged.store.get(new ObjectKey(pack)).orElseThrow();
            bytes[bytes.length - 30] ^= 1;
            damaged.store.put(new ObjectKey(pack), ByteBuffer.wrap(bytes));
            var before = damaged.keys("");

            var refusal =
                    catchThrowableOfType(IncompleteViewException.class, () -> damaged.prune(PruneScenes.compacting()));

            // Nobody looks into a pack that nobody needs.
            if (refusal != null) {
                assertThat(refusal).hasMessageContaining(pack);
                assertThat(withoutLocks(damaged.keys(""))).isEqualTo(withoutLocks(before));
            }
        }
        var needed = Fixtures.firstPage(world.repository().points().getFirst())
                .pack()
                .key();
        var bytes = world.store.get(needed).orElseThrow();
        bytes[bytes.length - 30] ^= 1;
        world.store.put(needed, ByteBuffer.wrap(bytes));
        assertThat(assertRefused(world.keys("points/").getFirst())).hasMessageContaining(needed.value());
    }

    @Test
    void butADamagedPointIsGotRidOfByDeletingIt() {
        var key = world.keys("points/").getFirst();
        put(key, "damaged");
        var name = key.substring(key.lastIndexOf('Z') + 2);
        world.delete(name);
        assertRefused(world.keys("trash/" + key).getFirst());
        world.clock.advance(PruneWorld.POINT_GRACE);

        var report = world.prune();

        assertThat(report.warnings()).singleElement().asString().contains(key);
        world.pruneToTheEnd();
        assertThat(world.keys("")).hasSize(2);
    }

    @Test
    void andAPackOfContentThatIsGoneIsAWarningSinceNothingElseDependsOnIt() {
        var world2 = new PruneWorld();
        world2.backUp("first", PruneWorld.noise(400, 1), Optional.empty());
        var pages = world2.repository().points().getFirst().disks().getFirst().pages().stream()
                .map(page -> page.chunk().pack().key().value())
                .toList();
        var content = world2.keys("packs/").stream()
                .filter(key -> !pages.contains(key))
                .toList();
        assertThat(content).isNotEmpty();
        world2.store.delete(new ObjectKey(content.getFirst()));
        world2.clock.advance(Duration.ofDays(3));

        assertThat(world2.prune().warnings())
                .singleElement()
                .asString()
                .contains(content.getFirst().substring("packs/00/".length()));
    }

    private String trashed() {
        return world.keys("trash/points/").stream()
                .filter(key -> key.contains("-trashed/"))
                .findFirst()
                .orElseThrow();
    }

    private byte[] content(String key) {
        return world.store.get(new ObjectKey(key)).orElseThrow();
    }

    private void put(String key, String content) {
        world.store.put(new ObjectKey(key), ByteBuffer.wrap(content.getBytes(UTF_8)));
    }

    private void newer(String name) {
        var key = new ObjectKey(name);
        var line = new String(content(name), UTF_8).lines().findFirst().orElseThrow();
        world.store.put(key, SealedDocuments.seal(key, line.replace("\"formatVersion\":1", "\"formatVersion\":2")));
    }

    private IncompleteViewException assertRefused(String key) {
        var before = withoutLocks(world.keys(""));
        var refusal = catchThrowableOfType(IncompleteViewException.class, () -> world.prune(PruneScenes.compacting()));
        assertThat(refusal).isNotNull();
        assertThat(refusal.key()).isEqualTo(key);
        assertThat(withoutLocks(world.keys(""))).isEqualTo(before);
        return refusal;
    }

    private static List<String> withoutLocks(List<String> keys) {
        return keys.stream().filter(key -> !key.startsWith("locks/")).toList();
    }
}
