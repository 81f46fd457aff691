package dev.lifeboat.operator.selection;

import dev.lifeboat.crds.VmSelector;
import dev.lifeboat.xen.PowerState;
import dev.lifeboat.xen.VirtualMachine;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// One term about VMs: the fields that are set, all of which must fit.
record VmTermMatch(List<Predicate<VirtualMachine>> conditions) {

    static VmTermMatch of(String field, VmSelector.VmTerm term) {
        var conditions = new ArrayList<Predicate<VirtualMachine>>();
        given(term.uuids()).map(VmTermMatch::uuids).ifPresent(conditions::add);
        given(term.names()).map(VmTermMatch::names).ifPresent(conditions::add);
        given(term.nameRegex()).map(regex -> nameRegex(field, regex)).ifPresent(conditions::add);
        given(term.tags()).map(tags -> tags(field, tags)).ifPresent(conditions::add);
        given(term.powerStates()).map(VmTermMatch::powerStates).ifPresent(conditions::add);
        return new VmTermMatch(List.copyOf(conditions));
    }

    /// A term that says nothing fits nothing: the CRD refuses it, and it must not select everything by accident.
    boolean fits(VirtualMachine vm) {
        return !conditions.isEmpty() && conditions.stream().allMatch(condition -> condition.test(vm));
    }

    private static Predicate<VirtualMachine> uuids(List<String> uuids) {
        var wanted = uuids.stream().map(uuid -> uuid.toLowerCase(Locale.ROOT)).collect(Collectors.toUnmodifiableSet());
        return vm -> wanted.contains(vm.uuid().toString());
    }

    private static Predicate<VirtualMachine> names(List<String> names) {
        return vm -> names.contains(vm.name());
    }

    private static Predicate<VirtualMachine> nameRegex(String field, String regex) {
        var fits = NameRegex.of(field, regex);
        return vm -> fits.test(vm.name());
    }

    private static Predicate<VirtualMachine> tags(String field, VmSelector.Tags tags) {
        if (tags.anyOf() == null && tags.allOf() == null && tags.noneOf() == null) {
            throw new InvalidSelectorException(field + ".tags is empty; set anyOf, allOf or noneOf");
        }
        var anyOf = given(tags.anyOf());
        var allOf = orNone(tags.allOf());
        var noneOf = orNone(tags.noneOf());
        return vm -> anyOf.map(any -> !Collections.disjoint(vm.tags(), any)).orElse(true)
                && vm.tags().containsAll(allOf)
                && Collections.disjoint(vm.tags(), noneOf);
    }

    private static Predicate<VirtualMachine> powerStates(List<VmSelector.PowerState> states) {
        var wanted = states.stream().map(VmTermMatch::inXen).collect(Collectors.toUnmodifiableSet());
        return vm -> wanted.contains(vm.powerState());
    }

    private static PowerState inXen(VmSelector.PowerState state) {
        return switch (state) {
            case Halted -> PowerState.HALTED;
            case Paused -> PowerState.PAUSED;
            case Running -> PowerState.RUNNING;
            case Suspended -> PowerState.SUSPENDED;
        };
    }

    private static <T> Optional<T> given(@Nullable T value) {
        return Optional.ofNullable(value);
    }

    private static List<String> orNone(@Nullable List<String> values) {
        return values == null ? List.of() : values;
    }
}
