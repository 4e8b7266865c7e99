#pragma once

#include "core/host/host.h"
#include "core/result/result.h"
#include "core/terraform/resourceuse.h"

#include <QByteArray>
#include <QString>

namespace signet {

// What `terraform show -json` prints about a plan (or `tofu show -json`), format version 1. Source: Terraform
// documentation, "JSON Output Format".
//
// The file holds sensitive values in clear text. So it is passed over as text: only the arguments that are
// wanted are ever looked at, nothing else is copied, and no value of it is part of a problem. Nothing is
// built from the rest, so reading takes little more memory than the text itself.
//
// Fails with plan-file-invalid, evidence {path, reason}: the file is not a plan, or ends in the middle; and
// with plan-version-unknown, evidence {path, version}.
Result<ResourceUses> readPlan(const QByteArray &text, const QString &path, const WantedArguments &wanted);

// The same of a file. Also fails as Host::readFile() does.
Result<ResourceUses> readPlanFile(const Host &host, const QString &path, const WantedArguments &wanted);

// A plan has no places, and no locals. Takes both from the files that it was made of, where the address is
// the same, and what is unread there.
ResourceUses withPlaces(ResourceUses plan, const ResourceUses &files);

} // namespace signet
