/// The command line for people, without Kubernetes: everything about a repository that needs no pool. Each
/// command says what it did as text or, with `--json`, as one document of documented fields, and ends with a
/// stable exit code. What commands take alike, word for word, is a group of arguments of its own; what only
/// looks alike is declared by each: a declaration is a paragraph of the manual.
@NullMarked
package dev.lifeboat.agent.cli;

import org.jspecify.annotations.NullMarked;
