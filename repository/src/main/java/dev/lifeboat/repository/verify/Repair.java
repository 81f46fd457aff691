package dev.lifeboat.repository.verify;

import dev.lifeboat.repository.chunk.PackId;
import dev.lifeboat.repository.objectstore.ObjectKey;
import dev.lifeboat.repository.point.PointKey;
import dev.lifeboat.repository.verify.DamageRecords.Mark;
import dev.lifeboat.repository.verify.Finding.Kind;
import dev.lifeboat.repository.verify.Finding.Problem;
import dev.lifeboat.repository.verify.RepairOptions.UnreadableManifests;
import dev.lifeboat.repository.verify.VerifyReport.Ended;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Makes a repository whole again from the next backup on: marks what is damaged or lost, so that nobody
/// refers to it any more and incremental runs read it again; takes back marks that are no longer true; builds
/// damaged dedup segments anew. No pack is changed or deleted.
public final class Repair {

    /// Where damaged manifests are moved to, under their former names.
    private static final String SET_ASIDE = "damaged/";

    private final OpenedRepository access;
    private final RepairOptions options;
    private final VerifyProgress progress;
    private final DamageRecords records;

    public Repair(OpenedRepository access, RepairOptions options, VerifyProgress progress) {
        this.access = access;
        this.options = options;
        this.progress = progress;
        this.records = new DamageRecords(access.store(), access.seals());
    }

    /// A cancelled one changes nothing.
    public RepairReport run() {
        var verification = new Verification(access, options.verify(), progress);
        var report = verification.run();
        if (report.ended() == Ended.CANCELLED) {
            return new RepairReport(report, List.of(), List.of(), List.of(), List.of(), List.of());
        }
        var before = records.all();
        var wanted = wanted(report, verification.losses(), before);
        var segments = new SegmentRepair(access, verification.packs(), wanted.keySet(), options.applies());
        var dropped = keys(report, Kind.SEGMENT);
        return new RepairReport(
                report,
                mark(before, wanted),
                heal(before, wanted),
                dropped,
                segments.replace(dropped),
                setAside(report));
    }

    /// The marks as they should be: what was found now, and what was marked before and is still true.
    private Map<PackId, Mark> wanted(VerifyReport report, Losses losses, Map<PackId, Mark> before) {
        var needed = report.findings().stream()
                .filter(finding -> !finding.manifestKeys().isEmpty())
                .map(Finding::objectKey)
                .toList();
        var recheck = new MarkRecheck(access);
        var wanted = new TreeMap<PackId, Mark>();
        losses.all().forEach((pack, loss) -> {
            var now = new Mark(loss.wholePack(), loss.chunks(), loss.found(), Optional.empty());
            var old = Optional.ofNullable(before.get(pack));
            boolean known = old.filter(
                            mark -> mark.covers(now) || mark.unreadable().isPresent())
                    .isPresent();
            var kept = known
                    ? recheck.stillTrue(pack, now, needed.contains(pack.key().value()))
                    : Optional.of(old.map(now::and).orElse(now));
            kept.ifPresent(mark -> wanted.put(pack, mark));
        });
        return wanted;
    }

    private List<String> mark(Map<PackId, Mark> before, Map<PackId, Mark> wanted) {
        var marked = new ArrayList<String>();
        var changed = new HashMap<>(wanted);
        changed.entrySet().removeIf(entry -> entry.getValue().equals(before.get(entry.getKey())));
        for (var entry : new TreeMap<>(changed).entrySet()) {
            if (options.applies()) {
                records.write(entry.getKey(), entry.getValue(), access.clock().instant());
            }
            marked.add(entry.getKey().key().value());
        }
        return marked;
    }

    private List<String> heal(Map<PackId, Mark> before, Map<PackId, Mark> wanted) {
        var healed = new ArrayList<String>();
        for (var pack : new TreeMap<>(before).keySet()) {
            if (!wanted.containsKey(pack)) {
                if (options.applies()) {
                    records.remove(pack);
                }
                healed.add(pack.key().value());
            }
        }
        return healed;
    }

    private List<String> setAside(VerifyReport report) {
        if (options.manifests() == UnreadableManifests.KEEP) {
            return List.of();
        }
        return keys(report, Kind.MANIFEST).stream().map(this::setAside).toList();
    }

    /// The copy is as damaged as the original was, for whoever wants to look at it.
    private String setAside(String manifest) {
        var from = new ObjectKey(manifest);
        var to = new ObjectKey(SET_ASIDE + PointKey.PREFIX + manifest.substring(PointKey.PREFIX.length()));
        if (options.applies()) {
            access.store().get(from).ifPresent(content -> access.store().put(to, ByteBuffer.wrap(content)));
            access.store().delete(from);
        }
        return to.value();
    }

    private static List<String> keys(VerifyReport report, Kind kind) {
        return report.findings().stream()
                .filter(finding -> finding.kind() == kind && finding.problem() == Problem.DAMAGED)
                .map(Finding::objectKey)
                .toList();
    }
}
