/** How the SDK tells of a refused call; null where it went well. */
export const failure = (calling: Promise<unknown>) =>
  calling.then(
    () => null,
    (error: Error & { $metadata: { httpStatusCode?: number } }) => ({
      name: error.name,
      message: error.message,
      status: error.$metadata.httpStatusCode,
    }),
  )
