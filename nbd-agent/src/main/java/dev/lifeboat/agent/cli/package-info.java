/// The command line for people, without Kubernetes: everything about a repository that needs no pool. Each
/// command says what it did as text or, with `--json`, as one document of documented fields, and ends with a
/// stable exit code. Options that look alike are declared by each command all the same: a declaration is a
/// paragraph of the manual, and the same words rarely fit two commands.
@NullMarked
package dev.lifeboat.agent.cli;

import org.jspecify.annotations.NullMarked;
