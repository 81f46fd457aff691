/// How pools and storages are reached: from a resource and the Secrets beside it to an open session, or to what an
/// agent is told. The only package that reads Secrets.
@NullMarked
package dev.lifeboat.operator.access;

import org.jspecify.annotations.NullMarked;
