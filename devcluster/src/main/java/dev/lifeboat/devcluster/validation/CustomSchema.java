package dev.lifeboat.devcluster.validation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lifeboat.devcluster.cause.Cause;
import dev.lifeboat.devcluster.cel.Rules;
import dev.lifeboat.devcluster.schema.Defaulter;
import dev.lifeboat.devcluster.schema.Pruner;
import dev.lifeboat.devcluster.schema.Schema;
import dev.lifeboat.devcluster.schema.Validator;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The schema of one version of a custom resource with its compiled rules.
public record CustomSchema(Schema root, Rules rules) {
    /// Prunes in place; tells which unknown fields went.
    public List<String> prune(ObjectNode object) {
        return Pruner.prune(object, root);
    }

    public void fillDefaults(ObjectNode object) {
        Defaulter.fill(object, root);
    }

    /// Everything wrong with the object. Rules speak only about objects whose types are right.
    public List<Cause> validate(ObjectNode object, Optional<JsonNode> old) {
        var causes = new ArrayList<>(Validator.validate(object, root, ""));
        if (causes.isEmpty()) {
            causes.addAll(rules.check(object, old));
        }
        return causes;
    }
}
