package dev.lifeboat.devcluster.kind;

/// Where objects of one kind are stored, whatever version they are asked for in.
public record GroupResource(String group, String plural) {
    /// As Kubernetes writes it in messages: `jobs.batch`, or `pods` for the core group.
    @Override
    public String toString() {
        return group.isEmpty() ? plural : plural + "." + group;
    }
}
