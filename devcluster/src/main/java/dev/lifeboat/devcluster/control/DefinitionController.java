package dev.lifeboat.devcluster.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lifeboat.devcluster.api.DeleteOptions;
import dev.lifeboat.devcluster.api.DeleteOptions.Propagation;
import dev.lifeboat.devcluster.api.Resources;
import dev.lifeboat.devcluster.crd.DefinitionStatus;
import dev.lifeboat.devcluster.json.Json;
import dev.lifeboat.devcluster.json.Meta;
import dev.lifeboat.devcluster.kind.BuiltIn;
import dev.lifeboat.devcluster.kind.GroupResource;
import dev.lifeboat.devcluster.store.Change;

/// Deletes the objects of a definition that is being deleted, then lets it go.
public final class DefinitionController implements Controller {
    private final ObjectWrites objects;

    public DefinitionController(Resources resources) {
        objects = new ObjectWrites(resources, "definition-controller");
    }

    @Override
    public void observe(Change change) {
        if (change.resource().equals(BuiltIn.DEFINITIONS)) {
            finish(change.object());
        } else if (change.type() == Change.Type.DELETED) {
            objects.list(BuiltIn.DEFINITIONS).stream()
                    .filter(definition -> resource(definition).equals(change.resource()))
                    .forEach(this::finish);
        }
    }

    private void finish(ObjectNode definition) {
        if (!Meta.of(definition).finalizers().contains(DefinitionStatus.CLEANUP)
                || !Meta.of(definition).deleting()) {
            return;
        }
        var resource = resource(definition);
        var instances = objects.list(resource);
        instances.stream()
                .filter(instance -> !Meta.of(instance).deleting())
                .forEach(instance -> objects.delete(resource, instance, DeleteOptions.with(Propagation.BACKGROUND)));
        if (objects.list(resource).isEmpty()) {
            objects.change(
                    BuiltIn.DEFINITIONS,
                    definition,
                    live -> Meta.edit(live)
                            .withArray("finalizers")
                            .removeIf(name -> name.asText().equals(DefinitionStatus.CLEANUP)));
        }
    }

    private static GroupResource resource(JsonNode definition) {
        return new GroupResource(
                Json.textAt(definition, "spec", "group"), Json.textAt(definition, "spec", "names", "plural"));
    }
}
