package dev.lifeboat.repository.verify;

import dev.lifeboat.repository.chunk.PackId;
import dev.lifeboat.repository.errors.DamagedException;
import dev.lifeboat.repository.errors.UnsupportedFormatException;
import dev.lifeboat.repository.manifest.DocumentFormat;
import dev.lifeboat.repository.manifest.Documents;
import dev.lifeboat.repository.manifest.RotationDocument;
import dev.lifeboat.repository.verify.Finding.Kind;
import dev.lifeboat.repository.verify.Finding.Problem;
import dev.lifeboat.repository.verify.FindingLog.Subject;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.random.RandomGenerator;

/// In which order packs are looked at, and how far that has come: ascending by id from a random place on,
/// round and round. Ids are random, so this visits all disks and ages alike.
final class Rotation {

    private final OpenedRepository access;
    private final Documents documents;
    private final RandomGenerator random;

    private long seed;
    private int round;
    private Instant roundStartedAt;

    /// The highest place that was looked at in this round, unsigned; meaningless at the start of a round.
    private long position;

    private boolean atStart;

    private Rotation(OpenedRepository access, RandomGenerator random) {
        this.access = access;
        this.documents = new Documents(access.seals());
        this.random = random;
        this.roundStartedAt = access.clock().instant();
        startRound(1);
    }

    /// Where the last run ended. A position that cannot be read is a finding, and all begins anew.
    static Rotation read(OpenedRepository access, RandomGenerator random, FindingLog log) {
        var rotation = new Rotation(access, random);
        var key = RotationDocument.KEY;
        try {
            access.store()
                    .get(key)
                    .map(content ->
                            rotation.documents.read(key, content, DocumentFormat.ROTATION, RotationDocument.class))
                    .ifPresent(rotation::resume);
        } catch (DamagedException | UnsupportedFormatException e) {
            log.add(Subject.of(Kind.RECORD, key.value()), Problem.DAMAGED, String.valueOf(e.getMessage()));
        }
        return rotation;
    }

    private void resume(RotationDocument document) {
        try {
            position = HexFormat.fromHexDigitsToLong(document.position());
        } catch (IllegalArgumentException e) {
            throw new DamagedException(
                    RotationDocument.KEY.value(), "a position in hexadecimal", document.position(), e);
        }
        seed = document.seed();
        round = document.round();
        roundStartedAt = document.roundStartedAt();
        atStart = false;
    }

    private void startRound(int number) {
        seed = random.nextLong();
        round = number;
        roundStartedAt = access.clock().instant();
        position = 0;
        atStart = true;
    }

    /// The index of the pack to begin with.
    int first(PackListing packs) {
        if (packs.count() == 0) {
            return 0;
        }
        long from = atStart ? seed : position + seed;
        int index = packs.firstFrom(new PackId(from, 0));
        while (!atStart && index < packs.count() && packs.pack(index).high() == from) {
            index++;
        }
        return index % packs.count();
    }

    /// All packs up to this one have been looked at.
    void passed(PackId pack) {
        long place = pack.high() - seed;
        if (!atStart && Long.compareUnsigned(place, position) < 0) {
            startRoundAt(pack);
        } else {
            position = place;
            atStart = false;
        }
    }

    /// The round is complete; this pack is the first of the next one.
    private void startRoundAt(PackId pack) {
        startRound(round + 1);
        seed = pack.high();
        atStart = false;
    }

    void save() {
        if (atStart) {
            return;
        }
        var document = new RotationDocument(
                DocumentFormat.ROTATION.name(),
                DocumentFormat.ROTATION.version(),
                List.of(),
                seed,
                round,
                roundStartedAt,
                HexFormat.of().toHexDigits(position));
        access.store().put(RotationDocument.KEY, documents.write(RotationDocument.KEY, document));
    }
}
