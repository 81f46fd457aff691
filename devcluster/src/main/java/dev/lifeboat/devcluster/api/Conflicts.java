package dev.lifeboat.devcluster.api;

import dev.lifeboat.devcluster.apply.FieldConflict;
import dev.lifeboat.devcluster.cause.Cause;
import java.util.ArrayList;

/// Conflicts of an apply as the client reads them.
final class Conflicts {
    private Conflicts() {}

    static ApiFailure failure(FieldConflict conflict) {
        var causes = new ArrayList<Cause>();
        var text = new StringBuilder();
        conflict.byOwner().forEach((owner, fields) -> {
            fields.forEach(field -> causes.add(new Cause("FieldManagerConflict", field, "conflict with " + owner)));
            text.append(text.isEmpty() ? "" : "\n")
                    .append("conflicts with ")
                    .append(owner)
                    .append(":\n- ");
            text.append(String.join("\n- ", fields));
        });
        if (causes.size() == 1) {
            var only = causes.getFirst();
            return ApiFailure.ownedByOthers(
                    "Apply failed with 1 conflict: %s: %s".formatted(only.message(), only.field()), causes);
        }
        return ApiFailure.ownedByOthers("Apply failed with %d conflicts: %s".formatted(causes.size(), text), causes);
    }
}
