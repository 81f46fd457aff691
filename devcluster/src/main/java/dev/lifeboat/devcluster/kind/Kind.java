package dev.lifeboat.devcluster.kind;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lifeboat.devcluster.json.Json;
import dev.lifeboat.devcluster.table.Column;
import dev.lifeboat.devcluster.validation.CustomSchema;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// One kind in one version: all that serving it needs to know. Built-in kinds have no schema.
public record Kind(
        Version version,
        Names names,
        Scope scope,
        Set<String> subresources,
        Optional<CustomSchema> schema,
        List<Column> columns,
        List<String> selectableFields) {

    public Kind {
        subresources = Set.copyOf(subresources);
        columns = List.copyOf(columns);
        selectableFields = List.copyOf(selectableFields);
    }

    public GroupResource resource() {
        return new GroupResource(version.group(), names.plural());
    }

    public String kind() {
        return names.kind();
    }

    public boolean namespaced() {
        return scope == Scope.NAMESPACED;
    }

    public boolean custom() {
        return schema.isPresent();
    }

    public boolean hasStatus() {
        return subresources.contains("status");
    }

    /// The stored object in this version. Versions differ in name alone: conversion is always «None».
    public ObjectNode present(ObjectNode stored) {
        var wanted = version.apiVersion();
        return Json.textAt(stored, "apiVersion").equals(wanted)
                ? stored
                : stored.deepCopy().put("apiVersion", wanted);
    }

    /// `Job.batch`, as messages about several kinds name one.
    public String qualifiedKind() {
        return version.group().isEmpty() ? kind() : kind() + "." + version.group();
    }
}
