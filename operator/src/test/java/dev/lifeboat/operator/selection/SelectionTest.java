package dev.lifeboat.operator.selection;

import static dev.lifeboat.operator.selection.Vms.vm;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeboat.crds.VmSelector;
import dev.lifeboat.crds.VmSelector.Tags;
import dev.lifeboat.crds.VmSelector.VmTerm;
import dev.lifeboat.xen.PowerState;
import dev.lifeboat.xen.VirtualMachine;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SelectionTest {
    private static final List<VirtualMachine> VMS = List.of(
            vm("web-01", "backup:gold", "prod"),
            vm("web-02", "backup:gold", "test"),
            vm("db-01", "prod"),
            vm("old", PowerState.HALTED, "backup:gold"));

    record Case(String what, VmSelector selector, List<String> selected) {
        @Override
        public String toString() {
            return what;
        }
    }

    static Stream<Case> cases() {
        return Stream.of(
                new Case("one name", include(names("db-01")), List.of("db-01")),
                new Case("names are case sensitive", include(names("DB-01")), List.of()),
                new Case(
                        "a uuid in capitals",
                        include(uuids(Vms.uuid("old").toString().toUpperCase(Locale.ROOT))),
                        List.of("old")),
                new Case("a regex fits the whole name", include(regex("web-0")), List.of()),
                new Case("a regex of any end", include(regex("web-.*")), List.of("web-01", "web-02")),
                new Case("every VM", include(regex(".*")), List.of("web-01", "web-02", "db-01", "old")),
                new Case("any of two tags", include(tags(List.of("test", "none"), null, null)), List.of("web-02")),
                new Case(
                        "all of two tags",
                        include(tags(null, List.of("backup:gold", "prod"), null)),
                        List.of("web-01")),
                new Case("none of a tag", include(tags(null, null, List.of("backup:gold"))), List.of("db-01")),
                new Case("any of no tag at all", include(tags(List.of(), null, null)), List.of()),
                new Case("a power state", include(halted()), List.of("old")),
                new Case(
                        "all fields of a term",
                        include(new VmTerm(
                                null,
                                null,
                                "web-.*",
                                new Tags(List.of("backup:gold"), null, List.of("test")),
                                List.of(VmSelector.PowerState.Running))),
                        List.of("web-01")),
                new Case("one of two terms", include(names("old"), names("db-01")), List.of("db-01", "old")),
                new Case(
                        "exclude is stronger",
                        new VmSelector(List.of(regex(".*")), List.of(regex("web-.*"), halted())),
                        List.of("db-01")),
                new Case("a term that says nothing", include(new VmTerm(null, null, null, null, null)), List.of()));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void selects(Case it) {
        // given
        var selection = Selection.of(it.selector());

        // when
        var selected = VMS.stream().filter(selection::selects).map(VirtualMachine::name);

        // then
        assertThat(selected).containsExactlyElementsOf(it.selected());
    }

    @ParameterizedTest
    @ValueSource(strings = {"(a+", "(?=x)y", "a\\1"})
    void refusesARegexThatIsNoneOfLinearTimeAndNamesTheTerm(String regex) {
        assertThatThrownBy(() -> Selection.of(include(names("a"), regex(regex))))
                .isInstanceOf(InvalidSelectorException.class)
                .hasMessageContaining("spec.selector.include[1].nameRegex");
    }

    @Test
    void refusesTagsThatSayNothing() {
        assertThatThrownBy(() -> Selection.of(include(tags(null, null, null))))
                .isInstanceOf(InvalidSelectorException.class)
                .hasMessageContaining("anyOf");
    }

    @Test
    void isNotHeldUpByARegexThatWouldTakeOtherEnginesForever() {
        // given
        var selection = Selection.of(include(regex("(a+)+b")));

        // then
        Assertions.assertTimeoutPreemptively(
                Duration.ofSeconds(60),
                () -> assertThat(selection.selects(vm("a".repeat(255)))).isFalse());
    }

    private static VmSelector include(VmTerm... terms) {
        return new VmSelector(List.of(terms), null);
    }

    private static VmTerm names(String name) {
        return new VmTerm(null, List.of(name), null, null, null);
    }

    private static VmTerm uuids(String uuid) {
        return new VmTerm(List.of(uuid), null, null, null, null);
    }

    private static VmTerm regex(String regex) {
        return new VmTerm(null, null, regex, null, null);
    }

    private static VmTerm tags(
            @Nullable List<String> anyOf, @Nullable List<String> allOf, @Nullable List<String> noneOf) {
        return new VmTerm(null, null, null, new Tags(anyOf, allOf, noneOf), null);
    }

    private static VmTerm halted() {
        return new VmTerm(null, null, null, null, List.of(VmSelector.PowerState.Halted));
    }
}
