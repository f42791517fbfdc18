/** What Megatron's preprocessing appends to the name of a corpus. */
export const corpusSuffix = /(?:_text|_content)?_document$/;

/** The flag behind which a launcher gives the blend to train on. */
export const trainingFlag = /^--(?:train[-_])?data[-_]path$/;
