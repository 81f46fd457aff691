package dev.lifeboat.crds;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Quantity;

/// How fast data may go. An object and no bare quantity, so that a time of day can be added to it one day.
@ValidationRule(
        value = "quantity(string(self.rate)).compareTo(quantity('1Mi')) >= 0",
        message = "bandwidth.rate is in bytes a second and at least 1Mi, such as 100Mi; leave bandwidth out for no"
                + " limit")
public record Bandwidth(
        @Required @JsonPropertyDescription("Bytes a second, such as 100Mi; at least 1Mi.")
        Quantity rate) {}
