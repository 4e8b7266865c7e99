#pragma once

#include "core/diagnosis/report.h"
#include "core/host/environment.h"

#include <QStringList>

#include <optional>

namespace signet {

// The system whose job runs the program, where it reads commands from what a step prints. Sources: Microsoft
// Learn, "Logging commands" of Azure Pipelines; GitHub Docs, "Workflow commands for GitHub Actions".
enum class PipelineSystem { AzurePipelines, GitHubActions };
std::optional<PipelineSystem> pipelineOf(const Environment &environment);

// A line for each finding of a report that is more than a note, which the system shows with the run and,
// where the finding is about a file, in it. Whatever a text holds, it ends no command and begins none.
QStringList pipelineNotes(const Report &report, PipelineSystem system);

} // namespace signet
