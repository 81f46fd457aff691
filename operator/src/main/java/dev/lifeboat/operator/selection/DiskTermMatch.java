package dev.lifeboat.operator.selection;

import dev.lifeboat.crds.DiskSelector;
import dev.lifeboat.xen.VmDisk;
import io.fabric8.kubernetes.api.model.Quantity;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// One term about disks: the fields that are set, all of which must fit.
///
/// @param field where it stands in the spec
record DiskTermMatch(String field, List<Predicate<VmDisk>> conditions) {

    static DiskTermMatch of(String field, DiskSelector.DiskTerm term) {
        var conditions = new ArrayList<Predicate<VmDisk>>();
        given(term.names())
                .map(names -> (Predicate<VmDisk>) disk -> names.contains(disk.name()))
                .ifPresent(conditions::add);
        given(term.nameRegex()).map(regex -> nameRegex(field, regex)).ifPresent(conditions::add);
        given(term.devices())
                .map(devices -> (Predicate<VmDisk>) disk -> devices.contains(disk.device()))
                .ifPresent(conditions::add);
        given(term.srUUIDs()).map(DiskTermMatch::repositories).ifPresent(conditions::add);
        given(term.tags())
                .map(tags -> (Predicate<VmDisk>) disk -> !Collections.disjoint(disk.tags(), tags))
                .ifPresent(conditions::add);
        given(term.largerThan()).map(size -> largerThan(field, size)).ifPresent(conditions::add);
        return new DiskTermMatch(field, List.copyOf(conditions));
    }

    /// A term that says nothing fits nothing: the CRD refuses it, and it must not leave out everything by accident.
    boolean fits(VmDisk disk) {
        return !conditions.isEmpty() && conditions.stream().allMatch(condition -> condition.test(disk));
    }

    private static Predicate<VmDisk> nameRegex(String field, String regex) {
        var fits = NameRegex.of(field, regex);
        return disk -> fits.test(disk.name());
    }

    private static Predicate<VmDisk> repositories(List<String> uuids) {
        Set<String> wanted =
                uuids.stream().map(uuid -> uuid.toLowerCase(Locale.ROOT)).collect(Collectors.toUnmodifiableSet());
        return disk -> wanted.contains(disk.srUuid().toString());
    }

    private static Predicate<VmDisk> largerThan(String field, Quantity size) {
        try {
            var bytes = Quantity.getAmountInBytes(size);
            return disk -> BigDecimal.valueOf(disk.virtualSizeBytes()).compareTo(bytes) > 0;
        } catch (IllegalArgumentException e) {
            throw new InvalidSelectorException(field + ".largerThan '" + size + "' is not a size such as 500Gi", e);
        }
    }

    private static <T> Optional<T> given(@Nullable T value) {
        return Optional.ofNullable(value);
    }
}
