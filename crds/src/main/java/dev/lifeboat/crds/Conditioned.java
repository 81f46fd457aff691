package dev.lifeboat.crds;

import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A status that says how its resource is by conditions: every status of ours.
public interface Conditioned {
    /// Absent before anything was found out.
    @Nullable
    List<Condition> conditions();
}
