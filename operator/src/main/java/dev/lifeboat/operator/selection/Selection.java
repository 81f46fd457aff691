package dev.lifeboat.operator.selection;

import dev.lifeboat.crds.VmSelector;
import dev.lifeboat.xen.VirtualMachine;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/// A selector, ready to be asked about VMs: one term of `include` fits, and none of `exclude`.
public final class Selection {
    private final List<VmTermMatch> include;
    private final List<VmTermMatch> exclude;

    private Selection(List<VmTermMatch> include, List<VmTermMatch> exclude) {
        this.include = include;
        this.exclude = exclude;
    }

    /// @throws InvalidSelectorException for a regular expression that is none
    public static Selection of(VmSelector selector) {
        var exclude = selector.exclude() == null ? List.<VmSelector.VmTerm>of() : selector.exclude();
        return new Selection(
                terms("spec.selector.include", selector.include()), terms("spec.selector.exclude", exclude));
    }

    public boolean selects(VirtualMachine vm) {
        Predicate<VmTermMatch> fits = term -> term.fits(vm);
        return include.stream().anyMatch(fits) && exclude.stream().noneMatch(fits);
    }

    private static List<VmTermMatch> terms(String field, List<VmSelector.VmTerm> terms) {
        return IntStream.range(0, terms.size())
                .mapToObj(i -> VmTermMatch.of(field + "[" + i + "]", terms.get(i)))
                .toList();
    }
}
