package dev.lifeboat.devcluster.control;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lifeboat.devcluster.api.DeleteOptions;
import dev.lifeboat.devcluster.api.DeleteOptions.Propagation;
import dev.lifeboat.devcluster.api.Resources;
import dev.lifeboat.devcluster.json.Json;
import dev.lifeboat.devcluster.json.Meta;
import dev.lifeboat.devcluster.kind.BuiltIn;
import dev.lifeboat.devcluster.store.Change;
import dev.lifeboat.devcluster.store.ObjectKey;
import java.util.List;

/// Gives new namespaces their default service account, and empties those that are deleted.
public final class NamespaceController implements Controller {
    private final Resources resources;
    private final ObjectWrites objects;

    public NamespaceController(Resources resources) {
        this.resources = resources;
        objects = new ObjectWrites(resources, "namespace-controller");
    }

    @Override
    public void observe(Change change) {
        if (change.resource().equals(BuiltIn.NAMESPACES)) {
            if (change.type() == Change.Type.ADDED) {
                welcome(Meta.of(change.object()).name());
            }
            finish(Meta.of(change.object()).name(), true);
        } else if (change.type() == Change.Type.DELETED) {
            finish(Meta.of(change.object()).namespace(), false);
        }
    }

    private void welcome(String namespace) {
        var account = Json.object().put("apiVersion", "v1").put("kind", "ServiceAccount");
        account.putObject("metadata").put("name", "default").put("namespace", namespace);
        var key = new ObjectKey(namespace, "default");
        var alive = objects.find(BuiltIn.NAMESPACES, new ObjectKey("", namespace))
                .filter(found -> !Meta.of(found).deleting());
        if (alive.isPresent() && objects.find(BuiltIn.SERVICE_ACCOUNTS, key).isEmpty()) {
            objects.create(BuiltIn.SERVICE_ACCOUNTS, account);
        }
    }

    private void finish(String name, boolean deleteContents) {
        var terminating = objects.find(BuiltIn.NAMESPACES, new ObjectKey("", name))
                .filter(namespace -> Meta.of(namespace).deleting());
        if (terminating.isEmpty()) {
            return;
        }
        if (deleteContents) {
            delete(name);
        }
        if (empty(name) && Meta.of(terminating.get()).finalizers().isEmpty()) {
            resources.store().remove(BuiltIn.NAMESPACES, new ObjectKey("", name));
        }
    }

    private void delete(String namespace) {
        resources
                .store()
                .all()
                .forEach((resource, all) -> all.forEach(object -> {
                    if (inside(object, namespace) && !Meta.of(object).deleting()) {
                        objects.delete(resource, object, DeleteOptions.with(Propagation.BACKGROUND));
                    }
                }));
    }

    private boolean empty(String namespace) {
        return resources.store().all().values().stream()
                .flatMap(List::stream)
                .noneMatch(object -> inside(object, namespace));
    }

    private static boolean inside(ObjectNode object, String namespace) {
        return Meta.of(object).namespace().equals(namespace);
    }
}
