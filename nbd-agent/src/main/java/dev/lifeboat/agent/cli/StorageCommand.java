package dev.lifeboat.agent.cli;

import picocli.CommandLine.Command;

@Command(
        name = "storage",
        header = "Everything about a bucket or folder that may become a repository.",
        synopsisSubcommandLabel = "COMMAND")
final class StorageCommand {}
