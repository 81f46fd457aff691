package dev.lifeboat.repository.format;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.lifeboat.repository.Repository;
import dev.lifeboat.repository.RepositoryOptions;
import dev.lifeboat.repository.SealsOf;
import dev.lifeboat.repository.Tuning;
import dev.lifeboat.repository.chunk.ChunkWriter;
import dev.lifeboat.repository.chunk.PackCopier;
import dev.lifeboat.repository.chunk.PackForwarding;
import dev.lifeboat.repository.crypto.EncryptionKey;
import dev.lifeboat.repository.crypto.Identity;
import dev.lifeboat.repository.crypto.Passphrase;
import dev.lifeboat.repository.crypto.Recipient;
import dev.lifeboat.repository.crypto.Rekey;
import dev.lifeboat.repository.crypto.Unlock;
import dev.lifeboat.repository.disk.DiskDescription;
import dev.lifeboat.repository.disk.DiskImage;
import dev.lifeboat.repository.disk.Geometry;
import dev.lifeboat.repository.objectstore.InMemoryObjectStore;
import dev.lifeboat.repository.objectstore.ObjectStore;
import dev.lifeboat.repository.point.BackupHeader;
import dev.lifeboat.repository.point.PointId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// Makes the fixtures anew, one file for each object.
final class FixtureWriter {

    static final UUID VM = UUID.fromString("5f1c1bd2-0000-4000-8000-00000000000a");
    static final EncryptionKey KEY = EncryptionKey.parse("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=");
    static final Passphrase PASSPHRASE = Passphrase.parse("näht the sails");
    static final Identity IDENTITY = Identity.parse("x25519-private:ICEiIyQlJicoKSorLC0uLzAxMjM0NTY3ODk6Ozw9Pj8=");

    private static final Tuning TUNING = new Tuning(1, 1, 2, 1024, 1);
    private static final RepositoryOptions OPTIONS =
            new RepositoryOptions(new Geometry(FixtureDisk.PIECE, FixtureDisk.CELL, 64 << 10), 40_000);

    private FixtureWriter() {}

    static void write(Path root) throws IOException {
        var plain = new InMemoryObjectStore();
        Repository.openOrCreate(plain, OPTIONS, TUNING);
        var first = backUp(plain, Unlock.none(), "first", Optional.empty());
        backUp(plain, Unlock.none(), "second", Optional.of(first));
        moveFirstPack(plain, Unlock.none(), first);
        save(plain, root.resolve("unencrypted"));

        var encrypted = new InMemoryObjectStore();
        var admin = new Recipient.ByPassphrase("admin", PASSPHRASE, 1000);
        var recipients = List.<Recipient>of(
                new Recipient.ByKey("operator", KEY),
                admin,
                new Recipient.ByIdentity("recovery", IDENTITY.publicPart()));
        Repository.openOrCreate(encrypted, OPTIONS.withRecipients(recipients), TUNING);
        var base = backUp(encrypted, Unlock.by(KEY), "first", Optional.empty());
        Repository.rekey(
                encrypted, Unlock.by(KEY), Rekey.nothing().adding(admin).withNewDataKey());
        backUp(encrypted, Unlock.by(PASSPHRASE), "second", Optional.of(base));
        moveFirstPack(encrypted, Unlock.by(KEY), base);
        save(encrypted, root.resolve("encrypted"));
    }

    private static DiskImage backUp(ObjectStore store, Unlock unlock, String point, Optional<DiskImage> base) {
        var disk = new DiskDescription("xvda", new UUID(1, 2), "system disk", FixtureDisk.BYTES, true);
        try (var session = Repository.open(store, unlock, TUNING).startBackup(header(point))) {
            var writer = session.disk(disk, base);
            if (base.isEmpty()) {
                writer.write(0, ByteBuffer.wrap(FixtureDisk.first()));
            } else {
                var content = FixtureDisk.second();
                for (int[] range : new int[][] {{5, 2}, {19, 1}, {64, 16}, {112, 16}}) {
                    int from = range[0] * FixtureDisk.PIECE;
                    writer.write(from, ByteBuffer.wrap(content, from, range[1] * FixtureDisk.PIECE));
                }
            }
            return session.commit(List.of(writer.finish())).disks().getFirst();
        }
    }

    /// As compaction does: all chunks of a pack go to another one, and a forwarding object takes its place.
    private static void moveFirstPack(ObjectStore store, Unlock unlock, DiskImage image) {
        var pack = image.pages().getFirst().chunk().pack();
        var seals = SealsOf.repository(store, unlock);
        var limits = new ChunkWriter.Limits(64 << 10, 1, 1, FixtureDisk.CELL, 1024);
        var targets = new PackCopier(store, seals, limits).copy(List.of(pack), _ -> true);
        store.put(pack.key(), new PackForwarding(seals).of(pack, targets.get(pack)));
    }

    private static BackupHeader header(String point) {
        var time = Instant.parse(point.equals("first") ? "2026-03-01T10:15:30Z" : "2026-03-02T10:15:30Z");
        var metadata = JsonNodeFactory.instance.objectNode().put("memory", 1L << 33);
        return new BackupHeader(
                new PointId(point),
                VM,
                "web «1»",
                new UUID(3, 4),
                "west",
                time,
                Map.of("tier", "gold"),
                metadata,
                List.of(),
                List.of());
    }

    private static void save(ObjectStore store, Path root) throws IOException {
        if (Files.exists(root)) {
            try (var old = Files.walk(root)) {
                for (var path : old.filter(Files::isRegularFile).toList()) {
                    Files.delete(path);
                }
            }
        }
        for (var entry : store.listAll("").toList()) {
            var file = root.resolve(entry.key().value());
            Files.createDirectories(file.getParent());
            Files.write(file, store.get(entry.key()).orElseThrow());
        }
    }
}
