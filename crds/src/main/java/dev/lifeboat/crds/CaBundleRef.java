package dev.lifeboat.crds;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/// Names a ConfigMap or Secret that holds PEM certificates.
public record CaBundleRef(
        @Default("ConfigMap") @JsonPropertyDescription("Kind of the object.")
        Kind kind,

        @Required @Size(min = 1, max = 253) @JsonPropertyDescription("Name of the object, in the same namespace.")
        String name,

        @Default("ca.crt") @JsonPropertyDescription("Key in the object.")
        String key) {

    public enum Kind {
        ConfigMap,
        Secret
    }
}
