package dev.lifeboat.repository.verify;

import dev.lifeboat.repository.chunk.ChunkId;
import dev.lifeboat.repository.chunk.ChunkReader;
import dev.lifeboat.repository.chunk.ChunkRef;
import dev.lifeboat.repository.chunk.PackId;
import dev.lifeboat.repository.chunk.PackInspector;
import dev.lifeboat.repository.chunk.PackInspector.Verdict;
import dev.lifeboat.repository.errors.ChunkMissingException;
import dev.lifeboat.repository.errors.DamagedException;
import dev.lifeboat.repository.errors.UnsupportedFormatException;
import dev.lifeboat.repository.verify.DamageRecords.Mark;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/// Looks whether what was marked once is still damaged: a volume may have come back, a memory module may have
/// been changed.
final class MarkRecheck {

    private static final long FOOTER_BYTES = 1 << 20;

    private final OpenedRepository access;
    private final ChunkReader chunks;
    private final PackInspector inspector;

    MarkRecheck(OpenedRepository access) {
        this.access = access;
        this.chunks = new ChunkReader(access.store(), access.seals());
        this.inspector = new PackInspector(access.store(), access.seals(), FOOTER_BYTES);
    }

    /// What of the mark still holds; nothing, if a pack is gone that no point needs.
    Optional<Mark> stillTrue(PackId pack, Mark mark, boolean needed) {
        if (access.store().size(pack.key()).isEmpty() && !needed) {
            return Optional.empty();
        }
        if (mark.wholePack()) {
            return wholePack(pack, mark);
        }
        var bad = new HashSet<>(mark.chunks());
        bad.removeIf(chunk -> readable(new ChunkRef(chunk, pack)));
        return bad.isEmpty() ? Optional.empty() : Optional.of(new Mark(false, bad, mark.found(), Optional.empty()));
    }

    private Optional<Mark> wholePack(PackId pack, Mark mark) {
        Set<ChunkId> bad = new HashSet<>();
        try {
            inspector.check(pack, verdict -> {
                if (verdict instanceof Verdict.Bad lost) {
                    bad.add(lost.chunk());
                }
            });
        } catch (ChunkMissingException | DamagedException | UnsupportedFormatException _) {
            return Optional.of(new Mark(true, Set.of(), mark.found(), Optional.empty()));
        }
        return bad.isEmpty() ? Optional.empty() : Optional.of(new Mark(false, bad, mark.found(), Optional.empty()));
    }

    private boolean readable(ChunkRef ref) {
        try {
            return chunks.read(ref).length > 0;
        } catch (ChunkMissingException | DamagedException | UnsupportedFormatException _) {
            return false;
        }
    }
}
