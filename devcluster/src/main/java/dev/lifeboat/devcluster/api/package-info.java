/// What the API does to objects, below HTTP: create, update, patch, delete, list and their rules.
@NullMarked
package dev.lifeboat.devcluster.api;

import org.jspecify.annotations.NullMarked;
