package dev.lifeboat.devcluster.http;

/// What one kind of request needs of RBAC, and who made it: tests compare this with the rules a client was given.
/// The subresource is empty for objects themselves, the namespace for objects of the cluster.
public record RecordedRequest(
        String verb, String group, String resource, String subresource, String namespace, String userAgent) {}
