package dev.lifeboat.agent.cli;

import picocli.CommandLine.Command;

@Command(
        name = "repository",
        header = "Everything about a repository, without Kubernetes and without a pool.",
        synopsisSubcommandLabel = "COMMAND")
final class RepositoryCommand {}
