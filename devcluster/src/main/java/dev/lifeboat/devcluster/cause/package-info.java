/// What is wrong with an object, field by field, in the words of the API server's answers.
@NullMarked
package dev.lifeboat.devcluster.cause;

import org.jspecify.annotations.NullMarked;
