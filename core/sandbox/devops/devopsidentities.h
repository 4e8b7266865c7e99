#pragma once

#include "core/sandbox/devops/devopscall.h"

namespace signet::sandbox {

// GET {organization}/_apis/connectionData: who the caller is.
ServerResponse connectionData(DevOpsCall &call);
// GET {organization}/_apis/identities[/{id}]: identities by storage key (identityIds), by legacy descriptor
// (descriptors) or by subject descriptor (subjectDescriptors), each a list with commas; or by searchFilter
// (General, AccountName, DisplayName, MailAddress, LocalGroupName) with filterValue. One that is not there is
// null in the list; a search that finds nothing gives an empty one.
ServerResponse identities(DevOpsCall &call);

} // namespace signet::sandbox
