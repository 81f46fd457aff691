package dev.lifeboat.devcluster;

/// A custom resource for tests.
final class Widgets {
    static final String DEFINITIONS = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";

    private Widgets() {}

    /// A definition of `<plural>.toys.example.com` whose spec has these properties, in YAML flow style.
    static String definition(String plural, String specSchema) {
        return """
            apiVersion: apiextensions.k8s.io/v1
            kind: CustomResourceDefinition
            metadata: {name: %1$s.toys.example.com}
            spec:
              group: toys.example.com
              scope: Namespaced
              names: {kind: %1$sKind, plural: %1$s, shortNames: [%1$ssh], categories: [toys]}
              versions:
              - name: v1
                served: true
                storage: true
                subresources: {status: {}}
                selectableFields: [{jsonPath: .spec.color}]
                additionalPrinterColumns:
                - {name: Ready, type: string, jsonPath: '.status.conditions[?(@.type=="Ready")].status'}
                - {name: Size, type: integer, jsonPath: .spec.size}
                - {name: Why, type: string, priority: 1, jsonPath: '.status.conditions[?(@.type=="Ready")].reason'}
                - {name: Age, type: date, jsonPath: .metadata.creationTimestamp}
                schema:
                  openAPIV3Schema:
                    type: object
                    properties:
                      spec: %2$s
                      status:
                        type: object
                        properties:
                          phase: {type: string}
                          conditions:
                            type: array
                            x-kubernetes-list-type: map
                            x-kubernetes-list-map-keys: [type]
                            items:
                              type: object
                              required: [type]
                              properties: {type: {type: string}, status: {type: string}, reason: {type: string}}
            """.formatted(plural, specSchema);
    }

    static String path(String plural, String namespace) {
        return "/apis/toys.example.com/v1/namespaces/%s/%s".formatted(namespace, plural);
    }

    static String object(String plural, String name, String spec) {
        return "{apiVersion: toys.example.com/v1, kind: %sKind, metadata: {name: %s}, spec: %s}"
                .formatted(plural, name, spec);
    }
}
