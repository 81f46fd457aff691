/// What clients ask before the first real request: groups, resources, OpenAPI.
@NullMarked
package dev.lifeboat.devcluster.discovery;

import org.jspecify.annotations.NullMarked;
