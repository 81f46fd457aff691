/// Try.
@NullMarked
package dev.lifeboat.repository;

import org.jspecify.annotations.NullMarked;
