package dev.lifeboat.crds;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.ValidationRule;

/// Which VM this is.
public record XenVmSpec(
        @Required
        @ValidationRule(
                value = "self == oldSelf",
                message = "a XenVm stands for one VM for ever; the operator writes these objects")
        @JsonPropertyDescription("The pool that the VM belongs to.")
        LocalRef hypervisorRef,

        @Required
        @ValidationRule(
                value = "self == oldSelf",
                message = "a XenVm stands for one VM for ever; the operator writes these objects")
        @JsonPropertyDescription("UUID of the VM.")
        String uuid) {}
