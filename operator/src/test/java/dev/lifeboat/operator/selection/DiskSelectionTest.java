package dev.lifeboat.operator.selection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.lifeboat.crds.DiskSelector;
import dev.lifeboat.crds.DiskSelector.DiskTerm;
import dev.lifeboat.xen.VdiState.ImageFormat;
import dev.lifeboat.xen.VmDisk;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class DiskSelectionTest {
    private static final UUID SR = Vms.uuid("sr");
    private static final VmDisk DATA = disk("data");

    private static VmDisk disk(String name) {
        return new VmDisk(
                "1",
                Vms.uuid("data"),
                name,
                SR,
                100L << 30,
                true,
                false,
                false,
                Set.of("db", "fast"),
                Optional.empty(),
                ImageFormat.UNSAID);
    }

    private static DiskTerm term(@Nullable String name, @Nullable String regex, @Nullable String device) {
        return new DiskTerm(list(name), regex, list(device), null, null, null);
    }

    private static @Nullable List<String> list(@Nullable String value) {
        return value == null ? null : List.of(value);
    }

    private static DiskTerm larger(String size) {
        return new DiskTerm(null, null, null, null, null, new Quantity(size));
    }

    @ParameterizedTest(name = "{0}: {2}")
    @MethodSource
    void leavesOutWhatATermFits(String situation, DiskTerm term, boolean leftOut) {
        var excluded = DiskSelection.of(new DiskSelector(List.of(term), null, true));
        var included = DiskSelection.of(new DiskSelector(null, List.of(term), true));

        assertThat(excluded.exclusion(DATA).map(Exclusion::reason).equals(Optional.of(Exclusion.Reason.ExcludeRule)))
                .isEqualTo(leftOut);
        assertThat(included.exclusion(DATA).map(Exclusion::reason).equals(Optional.of(Exclusion.Reason.NotIncluded)))
                .isNotEqualTo(leftOut);
    }

    static Stream<Arguments> leavesOutWhatATermFits() {
        return Stream.of(
                arguments("its name", term("data", null, null), true),
                arguments("a part of its name", term("dat", null, null), false),
                arguments("its name in capitals", term("DATA", null, null), false),
                arguments("a pattern", term(null, "da.*", null), true),
                arguments("a pattern of a part", term(null, "da", null), false),
                arguments("its device", term(null, null, "1"), true),
                arguments("another device", term(null, null, "10"), false),
                arguments("its name at another device", term("data", null, "0"), false),
                arguments("its storage", new DiskTerm(null, null, null, List.of(SR.toString()), null, null), true),
                arguments(
                        "its storage in capitals",
                        new DiskTerm(null, null, null, List.of(SR.toString().toUpperCase(Locale.ROOT)), null, null),
                        true),
                arguments("one of its tags", new DiskTerm(null, null, null, null, List.of("slow", "db"), null), true),
                arguments("no tag of it", new DiskTerm(null, null, null, null, List.of("slow"), null), false),
                arguments("a smaller size", larger("99Gi"), true),
                arguments("its very size", larger("100Gi"), false),
                arguments("nothing at all", term(null, null, null), false));
    }

    @ParameterizedTest(name = "{0}, honoured {1}: {2}")
    @MethodSource
    void honoursTheMarkerInAName(String name, boolean honoured, boolean leftOut) {
        var selection = DiskSelection.of(new DiskSelector(null, null, honoured));
        assertThat(selection.exclusion(disk(name)).isPresent()).isEqualTo(leftOut);
    }

    static Stream<Arguments> honoursTheMarkerInAName() {
        return Stream.of(
                arguments("scratch [NOBAK]", true, true),
                arguments("[NOBAK] scratch", true, true),
                arguments("scratch [NOBAK]", false, false),
                arguments("scratch NOBAK", true, false),
                arguments("scratch [NOSNAP]", true, false));
    }

    @Test
    void whatIsExcludedIsOutThoughItIsIncludedToo() {
        var selection = DiskSelection.of(
                new DiskSelector(List.of(term("data", null, null)), List.of(term(null, ".*", null)), true));
        assertThat(selection.exclusion(DATA))
                .contains(new Exclusion(Exclusion.Reason.ExcludeRule, "spec.disks.exclude[0] fits it"));
    }

    @Test
    void saysWhereARuleCannotBeUnderstood() {
        var noPattern = new DiskSelector(List.of(term("a", null, null), term(null, "(", null)), null, true);
        var noSize = new DiskSelector(null, List.of(larger("lots")), true);
        assertThatThrownBy(() -> DiskSelection.of(noPattern))
                .isInstanceOf(InvalidSelectorException.class)
                .hasMessageContaining("spec.disks.exclude[1].nameRegex '('");
        assertThatThrownBy(() -> DiskSelection.of(noSize))
                .isInstanceOf(InvalidSelectorException.class)
                .hasMessageContaining("spec.disks.include[0].largerThan");
    }
}
