package dev.lifeboat.operator.selection;

import dev.lifeboat.crds.DiskSelector;
import dev.lifeboat.xen.VmDisk;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// A selector of disks, ready to be asked.
public final class DiskSelection {
    /// Xen Orchestra's users mark disks so; section 7 of the facts on XAPI. Its other marker, `[NOSNAP]`, is about
    /// snapshots that people take, and none of ours.
    public static final String MARKER = "[NOBAK]";

    private final List<DiskTermMatch> exclude;
    private final Optional<List<DiskTermMatch>> include;
    private final boolean honourNameMarkers;

    private DiskSelection(
            List<DiskTermMatch> exclude, Optional<List<DiskTermMatch>> include, boolean honourNameMarkers) {
        this.exclude = exclude;
        this.include = include;
        this.honourNameMarkers = honourNameMarkers;
    }

    /// @throws InvalidSelectorException for a regular expression or a size that is none
    public static DiskSelection of(DiskSelector selector) {
        return new DiskSelection(
                terms("spec.disks.exclude", selector.exclude()),
                Optional.ofNullable(selector.include()).map(terms -> terms("spec.disks.include", terms)),
                selector.honourNameMarkers());
    }

    /// Empty for a disk that is backed up.
    public Optional<Exclusion> exclusion(VmDisk disk) {
        if (honourNameMarkers && disk.name().contains(MARKER)) {
            return Optional.of(new Exclusion(Exclusion.Reason.NameMarker, "its name holds " + MARKER));
        }
        var excluding = exclude.stream().filter(term -> term.fits(disk)).findFirst();
        if (excluding.isPresent()) {
            return Optional.of(
                    new Exclusion(Exclusion.Reason.ExcludeRule, excluding.get().field() + " fits it"));
        }
        return include.filter(terms -> terms.stream().noneMatch(term -> term.fits(disk)))
                .map(_ -> new Exclusion(Exclusion.Reason.NotIncluded, "nothing of spec.disks.include fits it"));
    }

    private static List<DiskTermMatch> terms(String field, @Nullable List<DiskSelector.DiskTerm> terms) {
        return terms == null
                ? List.of()
                : IntStream.range(0, terms.size())
                        .mapToObj(i -> DiskTermMatch.of(field + "[" + i + "]", terms.get(i)))
                        .toList();
    }
}
